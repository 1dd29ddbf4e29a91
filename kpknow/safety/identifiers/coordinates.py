"""Places on a map: decimal degrees, degrees and minutes, grids, plus codes, links to maps."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import WORD_BEFORE, Reading

M = r"[\dxXхХ*•]"
SIDE = r"(?:[NSEWСЮВЗOL]|с\.?\s?ш\.?|ю\.?\s?ш\.?|в\.?\s?д\.?|з\.?\s?д\.?|north|south|east|west|nord|sud|est|ouest|норд|сев\w*|вост\w*)"
DECIMAL_PAIR = re.compile(
    rf"(?<![\w.,])[-+]?\d{{1,3}}[.,]\d{{2}}{M}{{1,12}}\s?°?\s?{SIDE}?\s*(?:[,;/|]|\s|and|et|и)\s*[-+]?\d{{1,3}}[.,]\d{{2}}{M}{{1,12}}"
    rf"(?:\s?°?\s?{SIDE}(?![\w])|\s?°)?(?![\w])",
    re.IGNORECASE,
)
SIDED = re.compile(
    rf"(?<![\w.])(?:[NSEW]\s?)?\d{{1,3}}[.,]\d{{2,}}\s?°\s?{SIDE}?|(?<![\w.])[NSEW]\s?\d{{1,3}}[.,]\d{{3,}}|(?<![\w.,])\d{{1,3}}[.,]\d{{3,}}\s?[NSEW]\b"
)
ONE = rf"(?:{SIDE}\s?)?\d{{1,3}}\s?[°º˚]\s?{M}{{1,2}}(?:[.,]\d+)?\s?(?:'|min)(?:\s?{M}{{1,2}}(?:[.,]\d+)?\s?(?:\"|''|″|”|sec))?\s?(?:{SIDE}(?!\w))?"
DEGREES = re.compile(rf"(?<![\w.]){ONE}(?:[\s,;/]{{1,3}}{ONE})?")
IN_WORDS = re.compile(
    rf"\d{{1,3}}\s?(?:degrees?|degr[ée]s|градус\w*|grados|graus|deg)\s?,?\s?(?:{M}{{1,2}}(?:[.,]\d+)?\s?(?:minutes?|минут\w*|minutos|min)"
    rf"|(?=north|south|east|west|nord|sud))[\w\s,.]{{0,30}}?(?:{SIDE}(?!\w))",
    re.IGNORECASE,
)
TOLD = re.compile(
    rf"{WORD_BEFORE}(?:纬度|经度|緯度|經度|خط العرض|خط الطول|العرض|الطول|अक्षांश|देशांतर|vĩ độ|kinh độ|enlem|boylam|довгота|lat(?:itude)?|lon(?:g(?:itude)?)?|lng|шир(?:ота)?|долг(?:ота)?|latitud|longitud)\.?\s*(?:[:=]|is|est|-)?\s*[-+]?\d{{1,3}}[.,]\d+(?:[,;\s]{{0,3}}(?:and|et|y|e|и|经度|經度|lon(?:g(?:itude?)?)?|долгота|довгота|خط الطول|देशांतर|kinh độ|boylam)[:\s]{{0,2}}[-+]?\d{{1,3}}[.,]\d+)?",
    re.IGNORECASE,
)
GPS = re.compile(
    rf"(?<!\w)(?:GPS|coord\w*|координат\w*|геометк\w*|geotag\w*|geolocali[sz]\w*|إحداثيات|निर्देशांक)[^\d\n]{{0,30}}[-+]?\d{{1,3}}[.,]\d+{M}*[\s,;/]+[-+]?\d{{1,3}}[.,]\d+",
    re.IGNORECASE,
)
PLUS_CODE = re.compile(
    r"(?<![\w+])(?:[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}(?![\w+])(?:,?\s[^\W\d_a-zа-я]\w+){0,2})"
)
GEOHASH = re.compile(
    r"(?<!\w)geo-?hash\w*[^\n]{0,12}?\s(?P<code>(?=[a-z]*\d)[0-9bcdefghjkmnpqrstuvwxyz]{5,12})(?!\w)", re.I
)
THREE_WORDS = re.compile(
    r"(?<![\w/:])/{3}[^\W\d]+\.[^\W\d]+\.[^\W\d]+|(?:w3w\.co|what3words\.com)/[^\W\d]+\.[^\W\d]+\.[^\W\d]+",
    re.IGNORECASE,
)
GRID = re.compile(
    r"(?<!\w)\d{1,2}[C-HJ-NP-X]\s?(?:[A-HJ-NP-Z]{2}\s?\d{4,5}\s?\d{4,5}|\d{6}\s?(?:m?E)?,?\s?\d{7})(?!\d)"
)
MAP_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:(?:google|yandex|bing|apple|openstreetmap|baidu|naver|mapquest|sygic|kakao)\.[\w.]+/maps?\b|goo\.gl/maps"
    r"|maps\.app\.goo\.gl|g\.page|maps\.google\.[\w.]+|maps\.apple\.com|maps\.yandex\.\w+|(?:www\.)?openstreetmap\.org/[#?]|openstreetmap\.org/(?:node|way|relation)|osm\.org/\w+"
    r"|(?:go\.)?2gis\.\w+|waze\.com/(?:ul|live-map)|waze://|ul\.waze\.com|wego\.here\.com|share\.here\.com|maps\.me|ge0\.me|plus\.codes|what3words\.com|w3w\.co|mapcarta\.com"
    r"|wikimapia\.org|maps\.mail\.ru|organicmaps\.app|omaps\.app|map\.baidu\.com|(?:uri\.|ditu\.)?amap\.com|naver\.me|kko\.to|map\.kakao\.com|mapy\.cz|petalmaps\.com|gps-coordinates\.\w+|strava\.com/activities|g\.co/kgs|yandex\.\w+/navi|share\.google)[^\s<>\"”»)]*|\bgeo:-?\d[\d.,;=?-]*|(?<!\w)om://\S+",
    re.IGNORECASE,
)
MAP_SIGN = re.compile(
    r"map|geo-?hash|naver|kko\.to|strava|g\.co|share\.google|yandex|goo\.gl|g\.page|osm\.org|2gis|waze|here\.com|ge0\.me|plus\.codes|what3words|w3w|geo:|om://|///|\+"
)


def find_coordinates(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    for start, end in reading.around(MAP_SIGN, 120):
        for rule in (MAP_LINK, PLUS_CODE, THREE_WORDS):
            yield from (found.span() for found in rule.finditer(text, start, end))
        yield from (found.span("code") for found in GEOHASH.finditer(text, start, end))
    for start, end in reading.around_digits:
        for rule in (DEGREES, IN_WORDS, TOLD, GPS, GRID):
            yield from (found.span() for found in rule.finditer(text, start, end))
        for found in SIDED.finditer(text, start, end):
            if not re.search(r"°\s?[CFС]?$", found[0]) or re.search(r"\d{3,}\s?°", found[0]):
                yield found.span()
        for found in DECIMAL_PAIR.finditer(text, start, end):
            if is_pair(found[0]):
                yield found.span()


def is_pair(words: str) -> bool:
    """Two numbers of a place and not of a statistic: fine enough, within a globe, not both below one."""
    numbers = re.findall(r"\d{1,3}[.,]\d[\dxXхХ*•]*", words)
    if len(numbers) != 2:
        return False
    whole = [int(re.split(r"[.,]", number)[0]) for number in numbers]
    fine = [len(re.split(r"[.,]", number)[1]) for number in numbers]
    if max(whole) > 180 or min(whole) > 90 or max(whole) < 1:
        return False
    sided = re.search(rf"°|\d\s?{SIDE}(?!\w)", words)
    grouped = "," in numbers[0] and "," in numbers[1] and fine == [3, 3]
    return not grouped and min(fine) >= (3 if sided or max(whole) > 9 else 4)
