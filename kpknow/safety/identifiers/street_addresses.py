"""Street addresses: a house, a street, a door; in the manner of many countries."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading

UP = r"[A-ZÀ-ÞА-ЯЁĀ-Ž]"
WORD = rf"{UP}[\w'’.-]*"
ENGLISH = r"(?:Street|St|Road|Rd|Avenue|Ave|Av|Lane|Ln|Drive|Dr|Boulevard|Blvd|Close|Court|Ct|Crescent|Cres|Terrace|Highway|Hwy|Mews|Alley|Parade|Parkway|Pkwy|Square|Sq|Row|Way|Place|Walk|Circus|Esplanade|Soi|Marg|Nagar|Gali|Chowk|Colony)"
NUMBER = r"\d{1,5}(?:\s?[/-]\s?\d{1,4})?\s?[A-Za-zА-Яа-я]?"
IN_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty)"

HOUSE_IN_WORDS = re.compile(
    rf"\b(?:number\s+)?{IN_WORDS}(?:[\s-]{IN_WORDS})?,?\s+(?:{WORD}\s+){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Close|Boulevard)\b",
    re.IGNORECASE,
)
RULES = [
    re.compile(
        rf"(?<![\w.,/])(?:No\.?\s?|#\s?|№\s?)?{NUMBER},?\s+(?:{WORD}\s+|\d{{1,3}}(?:st|nd|rd|th)\s+){{1,4}}{ENGLISH}\b\.?(?!\s+(?:of|to)\b)"
    ),
    re.compile(
        rf"\b(?:{WORD}\s+){{1,3}}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Lane|Boulevard|Blvd\.?|Drive|Soi|Marg|Prospekt|Prospect|ulitsa|[Kk]o'?chasi|köçəsi|[Kk]öchösü|Sokak|Sokağı|Caddesi|Cad\.|Sok\.)[\s,]+(?:No\.?:?\s?|#\s?|№\s?|house\s|building\s|bldg\.?\s|uy\s)?{NUMBER}(?![\w%])"
    ),
    re.compile(
        r"(?i:\b(?:house|flat|apartment|apt|plot|unit|suite|room|door|building|bldg|block|hse|stand|erf))\.?\s?(?i:no\.?|number|#|№|nr\.?)?\s?:?\s?(?:\d{1,5}\s?[A-Za-z]?|[A-Z]\d{0,4})\b(?:[,\s]+(?:(?i:floor|road|street|block|section|sector|lane|plot|phase|house|near|behind|off|along|gate|next to|opposite|the)\b|[A-Z0-9])[\w'.-]*){1,6}"
    ),
    re.compile(
        r"\b(?:P\.?\s?O\.?\s?Box|Post Box|B\.?\s?P\.?|BP|C\.?P\.?|Casilla|Apartado|Caixa [Pp]ostal|S\.?L\.?P\.?|а/я|п/я)\s?(?:No\.?\s?|№\s?)?:?\s?\d{2,6}\b(?:[-,\s]+\d{4,6}\b)?"
    ),
    re.compile(
        rf"(?<![\w.])(?:au |n[°o]\s?)?\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s+(?:de la |du |, )?(?i:rue|avenue|av\.|boulevard|bd\.?|bld|place|chemin|impasse|all[ée]e|quai|route|ruelle|passage|cours|villa|square|cité|faubourg|sentier|voie)\s+(?:d[eu]s?\s+|de la\s+|de l'|d'|l[ae]s?\s+|aux?\s+|l')*[\w'’.-]+(?:[\s-]{UP}[\w'’.-]+){{0,4}}"
    ),
    re.compile(
        rf"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Ii]mpasse|[Rr]uelle|[Qq]uartier|[Ll]ot|[Vv]illa|[Pp]arcelle|[Cc]oncession)\s+(?:d[eu]s?\s+|de la\s+|de l'|d'|l[ae]s?\s+)*{WORD}(?:[\s-](?:d[eu]s?\s+|la\s+)?{WORD}){{0,3}}[\s,]+(?:[Nn][°ºo]\.?\s?|porte\s|maison\s|villa\s|num[ée]ro\s|immeuble\s)\s?\w{{1,6}}"
    ),
    re.compile(
        r"\b(?:[Vv]illa|[Ll]ot|[Pp]arcelle|[Pp]orte|[Mm]aison|[Ii]mmeuble|[Ii]lot)\s+(?:[Nn][°ºo]\.?\s?|num[ée]ro\s)\s?\d{1,5}\b(?:[\s,]+[\w'-]+){0,3}"
    ),
    re.compile(
        r"(?<!\w)(?:ул\.|ул(?=\s[А-ЯЁ])|улиц[аеыу]|проспект\w{0,2}|пр-т\w?|просп\.|пр\.(?=\s?[А-ЯЁ])|переул\w+|пер\.|бульвар\w{0,2}|б-р|шоссе|наб\.|набережн\w+|проезд\w{0,2}|тупик\w?|площад[ьи]|пл\.(?=\s?[А-ЯЁ])|көчөсү|көшесі)\s*[«\"]?(?:[А-ЯЁ\d][\wё.-]*\s?){1,4}[»\"]?,?\s*(?:д\.|дом\w?|стр\.|корп\.|корпус\w?|№)?\s?№?\s?\d{1,4}\s?(?:[-/]\s?\d{1,4})?[а-яА-Я]?(?![\w])(?:,?\s*(?:кв\.|квартир\w+|корп\.|корпус\w?|к\.|стр\.|оф\.|офис\w?|подъезд\w?|эт\.|этаж\w?)\s?№?\s?\d{1,4})*"
    ),
    re.compile(
        r"(?<!\w)[А-ЯЁҮӨ][\wё-]+(?:\s[А-ЯЁҮӨ][\wё-]+){0,2}\s(?:улиц[аеыу]|проспект\w{0,2}|переул\w+|бульвар\w{0,2}|шоссе|көчөсү|көшесі|көчөсүндө|вулиц[яіею])\s?,?\s*(?:д\.|дом\w?|№|үй|буд\.)?\s?№?\s?\d{1,4}\s?(?:[-/]\d{1,4})?[а-яА-Я]?(?!\w)"
    ),
    re.compile(
        r"(?<!\w)(?:[Вв]ул\.|[Вв]улиц[яіею]|[Пп]росп(?:\.|ект\w?)|[Пп]ров(?:\.|ул\w+))\s+(?:[А-ЯЁІЇЄҐ][\w'’-]+\s?){1,3},?\s*(?:буд(?:\.|инок))?\s?\d{1,4}[а-яА-Я]?(?:,?\s*(?:кв\.|квартир\w+|під'їзд)\s?\d{1,4})*"
    ),
    re.compile(
        r"(?:(?:при[хш]\w+|заход\w+|жив[её]т|жив[уе]\w*|прожива\w+|адрес\w*|дом|кварти\w+|снима\w+)[^.\n]{0,25}?)(?:на|по|:)\s[А-ЯЁ][\wё-]+(?:\s[А-ЯЁ][\wё-]+)?,?\s\d{1,3}[а-я]?(?:\s?[-/]\s?\d{1,4})?(?!\d|[.,:]\d|\s?(?:год|чел|раз|июн|июл|мар|апр|ма[йя]|янв|фев|авг|сен|окт|ноя|дек))"
    ),
    re.compile(r"(?<!\w)[А-ЯЁІҚҒҮӨ][\wё-]+,?\s\d{1,4}[а-я]?,?\s(?:кв\.|квартир\w+|пәтер|батир)\s?\d{1,4}"),
    re.compile(
        r"\d{1,4}(?:/\d{1,4})?[,\s]+[\u0900-\u097f]+\s(?:नगर|मार्ग|रोड|गली|विहार|कॉलोनी|चौक)(?:[,\s]+(?:गली|ब्लॉक|सेक्टर)\s?\d+)?"
    ),
    re.compile(r"(?<![\w.,])\d{1,4}(?:/\d{1,4})*,?\s(?:đường|phố|ngõ|ngách|hẻm|kiệt)\s\w+(?:,?\s\w+){0,4}"),
    re.compile(
        r"(?<!\w)(?:ul\.|al\.|os\.|pl\.)\s(?:[A-ZŁŚŻŹĆ][\w-]+\s){1,3}\d{1,4}[a-z]?(?:\s?/\s?\d{1,4}|\sm\.\s?\d+)?"
    ),
    re.compile(r"\b(?:[Mm]z\.?|[Mm]anzana)\s\w{1,3},?\s(?:[Ll]t\.?|[Ll]ote)\s\d{1,3}\b"),
    re.compile(
        r"(?<!\w)(?:\d{1,2}-?(?:й|ый|ом|м)?\s)?(?:мкр\.?|микрорайон\w{0,2}|мкрн\.?|м-н|ж/м|жилмассив\w{0,2}|кв-л|квартал\w?)\s*(?:[«\"№]?\s?[А-ЯЁ\d][\w-]*[»\"]?)?,?\s*(?:д\.|дом\w?)?\s?№?\s?\d{1,4}(?!\w)"
    ),
    re.compile(
        r"(?<!\w)(?:дом\w{0,2}|д\.|квартир\w{1,2}|кв\.|подъезд\w?|комнат\w{1,2})\s?№?\s?\d{1,4}[а-я]?,?\s*(?:кв\.|квартир\w{1,2}|подъезд\w?|этаж\w?|корпус\w?|по улиц\w+|на улиц\w+|комнат\w{1,2})\s?№?\s?(?:\d{1,4}|[А-ЯЁ]\w+)"
    ),
    re.compile(
        rf"\b(?:[Cc]alle|[Cc]arrera|[Cc]ra\.?|[Cc]l\.|[Aa]venida|[Aa]v(?:da)?\.|[Pp]aseo|[Pp]laza|[Jj]ir[óo]n|[Jj]r\.|[Pp]asaje|[Cc]allej[óo]n|[Dd]iagonal|[Tt]ransversal|[Rr]ua|[Rr]\.|[Tt]ravessa|[Ll]argo|[Pp]ra[çc]a|[Aa]lameda|[Ee]strada|[Bb]eco|[Rr]odovia|[Vv]ia|[Vv]iale|[Pp]iazza)\s+(?:d[aeo]s?\s+|del?\s+(?:l[ao]s?\s+)?|l[ao]s?\s+)*(?:{WORD}(?:\s+(?:d[aeo]s?\s+|del?\s+(?:l[ao]s?\s+)?|y\s+|e\s+)?{WORD}){{0,4}}|\d{{1,3}}\w?),?\s*(?:n[úu]mero\s|n\.?[ºo°]\.?\s?|No\.?\s?|#\s?|,\s?|núm\.?\s?)?\s?\d{{1,5}}(?:\s?-\s?\d{{1,4}})?(?![\w%])"
    ),
    re.compile(
        rf"\b(?:[Mm]taa(?: wa)?|[Bb]arabara(?: ya)?)\s+{WORD}(?:\s{WORD}){{0,3}}[\s,]+(?:nyumba\s)?(?:namba|nambari|Na\.?|No\.?)\s?\d{{1,5}}|\b[Nn]yumba\s(?:namba|nambari|No\.?)\s?\d{{1,5}}(?:[\s,]+\w+){{0,4}}"
    ),
    re.compile(
        rf"\b{UP}[\wßäöü-]*(?:straße|strasse|str\.|gasse|platz|allee|weg)\s\d{{1,4}}\s?[a-z]?\b|\b{UP}[\w-]*(?:straat|laan|gracht|plein)\s\d{{1,4}}\b"
    ),
    re.compile(
        rf"\b{WORD}(?:\s{WORD}){{0,2}}\s(?:Mah(?:allesi|\.)|Sok(?:ak|ağı|\.)|Cad(?:desi|\.)|[Kk]o'chasi|[Kk]öchösü)[\s,]+(?:{WORD}\s){{0,3}}(?:[Nn]o:?\s?|uy\s)?\d{{1,4}}"
    ),
    re.compile(
        r"(?:شارع|خیابان|كوچه|کوچه|زنقة|نهج|حي)\s+[^\d\n،,.]{2,40}[،,]?\s*(?:رقم|پلاک|عمارة|منزل|بناية|بيت|شقة|مبنى)?\s*\d{1,4}|(?:منزل|عمارة|شقة|پلاک|بيت|مبنى)\s*(?:رقم)?\s*\d{1,4}\s*[،,]?\s*(?:في\s|بـ?)?(?:شارع|زنقة|حي|خیابان)\s+[^\d\n،,.]{2,30}"
    ),
    re.compile(
        r"(?:मकान|घर|फ्लैट|प्लॉट|बाड़ी|বাড়ি|ঘর|বাসা|ফ্ল্যাট)\s*(?:नंबर|नं\.?|संख्या|নং|নম্বর)?\s*\d{1,5}[^\n।]{0,6}(?:[^\n।]{0,30}(?:गली|सड़क|मार्ग|रोड|मोहल्ला|नगर|সড়ক|রোড|গলি|লেন)\s*(?:नंबर|নং)?\s*\d{0,3})?|(?:गली|रोड|সড়ক|রোড|গলি)\s*(?:नंबर|नं\.?|নং|নম্বর)\s*\d{1,4}"
    ),
    re.compile(
        r"(?:የቤት\s*ቁጥር|ቤት\s*ቁ(?:ጥር|\.)|ቀበሌ|ወረዳ)\s*[:፡]?\s*\d{1,5}(?:[\s,፣]+(?:የቤት\s*ቁጥር|ቤት\s*ቁ(?:ጥር|\.)|ቀበሌ)\s*\d{1,5})?"
    ),
    re.compile(
        r"(?:บ้านเลขที่|เลขที่|ห้อง)\s*\d{1,5}(?:/\d{1,4})?[^\n]{0,40}?(?:ถนน|ซอย|หมู่)?\s*[\u0e00-\u0e7f]{0,20}|(?:ถนน|ซอย)[\u0e00-\u0e7f]{1,25}\s*\d{1,3}"
    ),
    re.compile(
        r"[\u4e00-\u9fff]{1,8}(?:路|街|道|巷|胡同|弄)\s?\d{1,5}\s?(?:号|號|弄)(?:[\d\s\-A-Z]{0,5}(?:号|號|院|楼|樓|栋|棟|幢|座|单元|层|室|房))*|\d{1,5}\s?(?:丁目|番地)"
    ),
    re.compile(
        r"[Ss]ố(?:\snhà)?\s\d{1,4}[\w/]*,?\s(?:đường|phố|ngõ|ngách|hẻm|kiệt)\s\w+(?:,?\s\w+){0,4}|(?:[Đđ]ường|[Pp]hố)\s(?:\w+\s){1,3}số\s\d{1,4}|\b(?:Jl\.|Jalan|Gang|Gg\.)\s(?:[A-Z]\w+\s){1,3}(?:No\.?\s?)\d{1,4}"
    ),
]
STREET = re.compile(
    "calle|avenida|\\brua\\b|mtaa|barabara|вулиц|вул\\.|شارع|street|road|avenue|lane|close|drive|crescent|soi|boulevard|corner|section of|crossing|junction|улиц|ул\\.|проспект|переул|угл|угол|пересечени|rue|impasse|angle|coin|croisement|[a-z] way\\b"
)
LIVES = r"(?:liv(?:e|es|ed|ing)|sta(?:y|ys|yed|ying)|resid\w+|meet|meets|met|hid(?:e|es|ing)|house|home|flat|apartment|room|door|located|address)"
LANDMARK = [
    re.compile(
        rf"\b(?:behind|opposite|next (?:door )?to|across from|above|over|below|beside|near|in front of)\s(?:the|a|an|our|that)\s(?:[\w'’-]+\s){{1,5}}?(?:on|off|in|along|at)\s(?:the\s)?(?:{WORD}\s){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Drive|Crescent|Boulevard|Highway|Way|Court|Crescent|Terrace|Square|Row|Soi)\b"
    ),
    re.compile(
        r"\b(?:derri[èe]re|en face d[eu]|[àa] c[ôo]t[ée] d[eu]|au-dessus d[eu]|devant|pr[èe]s d[eu])\s[^.,;!?\n]{3,50}?,?\s(?:rue|avenue|boulevard|impasse|ruelle|route)\s(?:de la |des |du |de l'|d'|de )?[A-ZÀ-Þ][\w'’-]+",
    ),
    re.compile(
        r"(?:за|напротив|возле|около|рядом с|над|под|позади|біля|навпроти|поруч із|поряд з)\s[^.,;!?\n]{3,50}?\sна\s(?:ул(?:\.|иц[еы])|вул(?:\.|иці)|проспект[еі])?\s?[А-ЯЁІЇЄ][\w-]+(?:ой|а|ова|ева|ская|ской|ській|ого)?\b(?=[^.\n]*(?:ул|вул|просп)|\W*$)",
    ),
    re.compile(
        r"\b(?:detr[áa]s|frente|al lado|junto|encima|enfrente|arriba|atr[áa]s|em frente|ao lado|em cima|por cima)\s(?:d?[eao]l?s?|[àa]o?)\s[^.,;!?\n]{3,50}?\s(?:calle|avenida|av\.|rua|travessa|jir[óo]n)\s(?:d[aeo]s?\s|del?\s)*[A-ZÀ-Þ][\w'’-]+",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:nyuma ya|mkabala na|karibu na|kando ya|juu ya|mbele ya)\s[^.,;!?\n]{{3,50}}?\s(?:mtaa|barabara)\s(?:wa|ya)\s{WORD}",
    ),
    re.compile(r"(?:خلف|مقابل|بجانب|فوق|قرب|أمام|بجوار)\s[^.,;!?\n،؟]{3,40}?\sشارع\s[^\s.,،]+"),
]
"""A door told by what stands beside it, and the street: as people say where they live where houses have no numbers."""
ON_A_STREET = [
    re.compile(
        rf"\b{LIVES}\b[^.\n]{{0,40}}?\b(?:on|at|in|off|along)\s(?P<street>(?:{WORD}\s){{1,3}}(?:Street|Road|Avenue|Lane|Close|Drive|Crescent|Soi))\b"
    ),
    re.compile(
        rf"\b(?:corner of|intersection of|crossing of|junction of)\s+(?P<street>{WORD}(?:\s{WORD}){{0,2}}\s(?:and|&)\s{WORD}(?:\s{WORD}){{0,2}})"
    ),
    re.compile(
        r"(?:на углу|на пересечении|угол)\s+(?P<street>(?:улиц\w?\s|ул\.\s?)?[А-ЯЁ][\w-]+(?:\s[А-ЯЁ]?[\w-]+)?\s(?:и|/)\s[А-ЯЁ][\w-]+)"
    ),
    re.compile(
        rf"(?:[àa] l'angle|au coin|au croisement)\s(?P<street>(?:de la |des |du |de l'|d'|de )?(?:rue|avenue|boulevard|rues)s?\s[^.\n]{{3,50}}?\s(?:et|avec)\s(?:de la |du |de l'|de |d')?(?:rue |avenue |boulevard )?{WORD})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:жив[её]т|жив[уе]\w*|прожива\w+|снима\w+|адрес\w*|встреча\w+|собира\w+|наход\w+)[^.\n]{0,40}?(?:на|по|:)\s(?P<street>(?:улиц[еуы]|ул\.|проспект[еу]?|переулк[еу])\s[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?)"
    ),
    re.compile(
        rf"\b(?:habit|log|rest|vi[vt]|r[ée]sid|s'est r[ée]fugi|dor[tm]|rencontr|r[ée]uni)\w*\b[^.\n]{{0,40}}?\s(?P<street>(?:rue|avenue|boulevard|impasse|ruelle)\s(?:de la |des |du |de l'|d'|de )?{WORD}(?:[\s-]{WORD}){{0,3}})",
        re.IGNORECASE,
    ),
]


def find_street_addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    for start, end in reading.around_digits:
        for rule in RULES:
            yield from (found.span() for found in rule.finditer(text, start, end))
    for start, end in reading.around(STREET, 80):
        yield from (found.span() for found in HOUSE_IN_WORDS.finditer(text, start, end))
        for rule in LANDMARK:
            yield from (found.span() for found in rule.finditer(text, start, end))
        for rule in ON_A_STREET:
            yield from (found.span("street") for found in rule.finditer(text, start, end))
