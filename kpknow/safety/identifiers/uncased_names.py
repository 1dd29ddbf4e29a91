"""Full names in scripts without capitals: after words such as “my name is”, or where two listed names stand together."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.name_lists import given_names, is_ordinary, words_of
from kpknow.safety.identifiers.reading import Reading

SCRIPTS = "\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff"
WORD = re.compile(rf"(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+")
MY_NAME_IS = re.compile(
    r"(?:اسمي|إسمي|اسمها|اسمه|اسمهم|تدعى|يدعى|الناشطة|الناشط|السيدة|السيد|الأستاذة|الأستاذ|الدكتورة|الدكتور|نام من|خانم|آقای|मेरा नाम|नाम है|उसका नाम|उनका नाम|श्रीमती|श्री|सुश्री"
    r"|আমার নাম|তার নাম|ስሜ|ስሟ|ስሙ|ወይዘሮ|ወይዘሪት|አቶ|ዶ/ር|ชื่อ|นางสาว|นาง|นาย|คุณ|ჩემი სახელია|მქვია|שמי|שמה|ឈ្មោះ)\s*[:፡]?\s*"
    rf"(?P<name>(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+(?:\s(?!(?:है|हूँ|था|थी|और|و|من|في|ነው|እና|ฉัน|აქ)(?!\w))(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+){{1,2}})"
)
CHINESE = re.compile(
    r"(?:我叫|名叫|他叫|她叫|姓名[:：]?\s?|我是)(?P<name>[赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹窦章苏潘葛范彭鲁韦马方任袁柳唐罗薛雷贺汤罗郝安常于傅康余顾孟黄穆萧尹姚邵汪毛狄戴宋庞熊纪舒董梁杜阮蓝季贾江郭林钟徐邱高夏蔡田樊胡凌霍万柯管卢莫丁邓洪包石崔吉龚程][\u4e00-\u9fff]{1,2})"
)


def find_uncased_names(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    if text.isascii():
        return
    for rule in (MY_NAME_IS, CHINESE):
        yield from (found.span("name") for found in rule.finditer(text))
    yield from listed_pairs(text)


def listed_pairs(text: str) -> Iterator[tuple[int, int]]:
    """A given name and, after one space, a name again: neither of them a word of everyday."""
    family = words_of("family_names.txt")
    given = given_names()
    before: re.Match[str] | None = None
    for word in WORD.finditer(text):
        known = word[0] in family or word[0] in given
        if before and known and before[0] in given and text[before.end() : word.start()] == " ":
            pair = before[0], word[0]
            if min(map(len, pair)) >= 3 and not any(map(is_ordinary, pair)):
                yield before.start(), word.end()
        before = word
