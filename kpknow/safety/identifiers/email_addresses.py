"""E-mail addresses, as they are typed and as people write them for machines not to see."""

# a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading

LOCAL = r"[^\W_](?:[\w.+%*•'-]{0,62}[\w*•])?"
AT = (
    r"(?:\s?@\s?|\s?%40|\s?&#64;|\s?&commat;|\s?[\[({<]\s?(?:at|AT|а|@|arobase|собака|arroba|et|ät|در|على|आट|ат|катт)\s?[\])}>]\s?"
    r"|\s(?:at|AT|arobase|arrobas?|собака|собачка|эт|chez|kwenye|равлик|ат|آت|ऐट|एट)\s|\s?_at_\s?|\s?-at-\s?)"
)
DOT = (
    r"(?:\s?\.\s?|\s?[\[({<]\s?(?:dot|DOT|\.|point|punto|ponto|точка|крапка|nukta|titik|nokta|kropka|punkt|دات|डॉट)\s?[\])}>]\s?"
    r"|\s(?:dot|DOT|point|punto|ponto|точка|крапка|nukta|titik|nokta|kropka|punkt|دوت|دات|نقطة|डॉट)\s|\s?_dot_\s?|\s?-dot-\s?)"
)
PLAIN = re.compile(rf"(?<![\w.@]){LOCAL}(?:@|%40|＠)(?:[\w*•-]{{1,63}}\.)+[^\W\d_]{{2,24}}", re.IGNORECASE)
DISGUISED = re.compile(rf"(?<![\w.@]){LOCAL}{AT}(?:[\w*•-]{{1,63}}{DOT}){{1,3}}[^\W\d_]{{2,12}}(?!\w)")
NAMED_HOST = re.compile(
    rf"(?<![\w.@]){LOCAL}{AT}(?:gmail|googlemail|hotmail|outlook|yahoo|proton(?:mail)?|tutanota|riseup|icloud|live|mail|yandex"
    r"|яндекс\w*|джимейл\w*|gmx|rambler|ukr)\b",
    re.IGNORECASE,
)
MASKED_HOST = re.compile(rf"(?<![\w.@]){LOCAL}@[\w*•]*[*•][\w*•.]*")
AT_SIGN = re.compile(
    r"@|%40|&#64;|&commat;|[\[({<]\s?(?:at|а|arobase|собака|arroba)\s?[\])}>]|[\s_-](?:dot|point|punto|ponto|точка|крапка|nukta|titik|nokta|kropka|punkt|دوت|دات|نقطة|डॉट)[\s_-]"
    r"|[\s_-](?:at|arobase|arrobas?|собака|собачка|эт|chez)[\s_-](?=gmail|hotmail|outlook|yahoo|proton|yandex|яндекс|джимейл)"
)


def find_email_addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    if "@" in text or "%40" in text:
        for rule in (PLAIN, MASKED_HOST):
            yield from (found.span() for found in rule.finditer(text))
    for start, end in reading.around(AT_SIGN, 80):
        for rule in (DISGUISED, NAMED_HOST):
            yield from (found.span() for found in rule.finditer(text, start, end) if is_disguise(found[0]))


def is_disguise(words: str) -> bool:
    """Not “we met at hand. So on”: a full stop with a space needs the sign itself before it."""
    at_in_words = "@" not in words and not re.search(r"[\[({<_&%-]", words)
    dot_in_words = re.search(
        r"(?i)dot|point|punto|ponto|точка|крапка|nukta|titik|nokta|kropka|punkt|دوت|دات|نقطة|डॉट", words
    )
    if not at_in_words:
        return bool(dot_in_words or not re.search(r"\w\.\s", words))
    named = re.search(
        r"(?i)(?:at|arobase|arrobas?|собака|собачка|эт|chez|kwenye)\s(?:gmail|hotmail|outlook|yahoo|proton|yandex|яндекс|джимейл)",
        words,
    )
    return bool(dot_in_words or named)
