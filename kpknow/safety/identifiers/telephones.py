"""Telephone numbers: written whole, spaced out, partly masked, with letters for digits."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers

from kpknow.safety.identifiers.reading import WORD_AFTER, WORD_BEFORE, Reading

MASK = r"xXхХ*•●×_"
INTERNATIONAL = re.compile(
    rf"{WORD_BEFORE}(?<!\+)(?:\+|00(?=[1-9]))\s?\(?\d{{1,3}}\)?(?:[\s().\-/]{{0,3}}[\d{MASK}]){{5,13}}(?![\d%])"
)
GROUPED = re.compile(
    rf"{WORD_BEFORE}(?<![.,/+\-])\(?\d{{1,6}}\)?(?:(?:[ .\-/]|\) ?| ?\(){{1,3}}\d{{1,8}}){{1,7}}{WORD_AFTER}(?!%|[.,]\d)"
)
LONG = re.compile(rf"{WORD_BEFORE}(?<![.,/+\-])(?:0\d{{8,10}}|[6-9]\d{{9,10}}|1[3-9]\d{{9}}){WORD_AFTER}(?![.,]\d)")
MASKED = re.compile(rf"{WORD_BEFORE}(?<![*.])\+?\(?\d[\d{MASK}\s().\-…]{{5,22}}[\d{MASK}](?![^\W\d_])")
ONE_BY_ONE = re.compile(rf"{WORD_BEFORE}(?<![.,])\+?\d(?:[\s.\-·_,/]{{1,3}}\d){{6,14}}{WORD_AFTER}(?!%|[.,]\d)")
AFTER_CUE = re.compile(
    r"(?:\b(?:tel|ph|phone|telephone|mobile|mob|cell|cellphone|call(?:s|ed|ing)?|ring|text|sms|hotline|whats ?app|signal"
    r"|viber|contact\w{0,2}|reach|zap(?:zap)?|wa|beep|buzz|line|dial|appel(?:er|ez|le)|t[ée]l[ée]phone|portable|num[ée]ro|llam(?:ar|e|a)|m[óo]vil|celular|telefone"
    r"|tel[ée]fono|ligu?e|liga|ligar|contato|fone|marc(?:a|ar|ue)|simu|(?:ni)?pigie?|namba|nambari|telp|hp|nomor|hubungi|telepon|gọi|sđt|điện thoại|số|telefon\w*|numer\w*|zadzwoń|ara|handynummer|nummer|anrufen|waya|lambaтел(?:ефон\w*)?|моб(?:ильн\w+)?|сот(?:ов\w+)?|звон\w+|позвон\w+|номер\w*|ватсап\w*"
    r"|вотсап\w*|дзвон\w+|чал\w{0,6}|хабарлас\w*)\b|هاتف|تلفون|تلفن|رقم|شماره|موبایل|جوال|اتصل\w*|فون|نمبر|ফোন|মোবাইল|নম্বর|নাম্বার|ဖုန်း|ទូរស័ព្ទ|ტელეფონ\w*|ნომერი|फ़ोन|फोन|मोबाइल|ስልክ|โทร|เบอร์|電話|电话|手机|号码|拨打|телеф\w+)"
    rf"[^\d\n+]{{0,24}}?(?P<number>\+?\(?\d[\d\s().\-/]{{4,18}}\d){WORD_AFTER}(?!%|[.,]\d)",
    re.IGNORECASE,
)
SHAPES = frozenset(
    [
        (3, 3, 2, 2),
        (3, 3, 4),
        (2, 3, 2, 2),
        (2, 2, 2, 2),
        (3, 2, 2, 2),
        (2, 4, 4),
        (3, 4, 4),
        (5, 5),
        (4, 2, 2, 2),
        (5, 6),
        (2, 5, 4),
        (2, 1, 4, 4),
    ]
)
"""Lengths of groups that telephone numbers come in and counts do not."""


def find_telephones(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.numbers
    for found in INTERNATIONAL.finditer(text):
        if is_international(found[0]):
            yield found.span()
    for found in GROUPED.finditer(text):
        if is_grouped(found[0]):
            yield found.span()
    for found in LONG.finditer(text):
        yield found.span()
    for found in ONE_BY_ONE.finditer(text):
        if is_spelt(found[0]):
            yield found.span()
    for found in AFTER_CUE.finditer(text):
        if is_told(found["number"]):
            yield found.span("number")
    for found in MASKED.finditer(text):
        if is_masked(found[0], reading.before(found.start())):
            yield found.span()


def is_international(words: str) -> bool:
    """A number that could be dialled, or one of that length with masked digits."""
    digits = re.sub(r"\D", "", words)
    if re.search(f"[{MASK}]", words):
        return len(digits) >= 4 and 8 <= len(re.findall(rf"[\d{MASK}]", words)) <= 16
    if words.startswith("00") and len(digits) < 10:
        return False
    try:
        number = phonenumbers.parse("+" + digits.removeprefix("00"))
    except phonenumbers.NumberParseException:
        return 9 <= len(digits) <= 15
    return len(digits) >= 9 or phonenumbers.is_possible_number(number)


def is_grouped(words: str) -> bool:
    groups = tuple(len(group) for group in re.findall(r"\d+", words))
    digits = re.sub(r"\D", "", words)
    if not 6 <= len(digits) <= 13:
        return False
    from_within = digits.startswith("0") and 9 <= len(digits) <= 12 and groups[0] >= 2
    with_country = groups[0] == 1 and digits[0] in "178" and groups[1:] in {(3, 3, 2, 2), (3, 3, 4), (3, 7)}
    if from_within or with_country or (words.startswith("(0)") and len(digits) >= 9):
        return True
    if "(" in words and 2 <= groups[0] <= 5:
        return len(digits) >= 8 and words.startswith("(")
    if groups == (2, 2, 2) and words.count("-") == 2:
        return int(digits[:2]) > 31 and len({digits[:2], digits[2:4], digits[4:]}) == 3  # no date; nor 95-95-95
    if "-" in words and groups == (3, 2, 2):
        return True
    return groups in SHAPES and not rises(re.findall(r"\d+", words))


def is_spelt(words: str) -> bool:
    """Digits said one by one; not a list of points or years."""
    digits = re.findall(r"\d", words)
    return not rises(digits) and (len(digits) >= 9 or digits[0] == "0" or words[0] == "+")


def is_told(words: str) -> bool:
    """After a word such as “call”: any number long enough."""
    groups = re.findall(r"\d+", words)
    digits = "".join(groups)
    is_count = len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and len(digits) == 6
    return 6 <= len(digits) <= 15 and not is_count


def is_masked(words: str, before: str) -> bool:
    signs = re.findall(rf"[\d{MASK}…]", words)
    digits = re.findall(r"\d", words)
    if not re.search(rf"[{MASK}]\s?[{MASK}]|…|[*•●]", words) or len(digits) < 3 or not 7 <= len(signs) <= 16:
        return False
    begins = words.lstrip("(")[0] in "+0" or re.match(r"\(?[78][\s(-]", words)
    return bool(begins or len(signs) >= 9 or re.search(r"(?i)tel|phone|call|whats|тел|звон|номер|num[ée]ro", before))


def rises(groups: list[str]) -> bool:
    """Whether each number is the one before and the same step more: 1 2 3, 10 20 30."""
    numbers = [int(group) for group in groups]
    return len(numbers) > 2 and len({after - before for before, after in pairwise(numbers)}) == 1
