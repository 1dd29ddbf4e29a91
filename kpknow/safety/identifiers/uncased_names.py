"""Full names in scripts without capitals: after words such as “my name is”, or where two listed names stand together."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.name_lists import family_names, given_names, is_ordinary
from kpknow.safety.identifiers.reading import Reading

SCRIPTS = "\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff"
WORD = re.compile(rf"(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+")
MY_NAME_IS = re.compile(
    r"(?:اسمي|إسمي|اسمها|اسمه|اسمهم|تدعى|يدعى|الناشطة|الناشط|السيدة|السيد|الأستاذة|الأستاذ|الدكتورة|الدكتور|نام من|خانم|آقای|मेरा नाम|नाम है|उसका नाम|उनका नाम|श्रीमती|श्री|सुश्री"
    r"|আমার নাম|তার নাম|ስሜ|ስሟ|ስሙ|ወይዘሮ|ወይዘሪት|አቶ|ዶ/ር|ชื่อ|นางสาว|นาง|นาย|ჩემი სახელია|მქვია|שמי|שמה|ឈ្មោះ)\s*[:፡]?\s*"
    rf"(?P<name>(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+(?:\s(?!(?:है|हूँ|था|थी|और|و|من|في|ነው|እና|ฉัน|აქ)(?!\w))(?:(?![،؛؟।፡።፣])[{SCRIPTS}])+){{1,2}})"
)
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹窦章苏潘葛范彭鲁韦马方任袁柳唐罗薛雷贺汤罗郝安常于傅康余顾孟黄穆萧尹姚邵汪毛狄戴宋庞熊纪舒董梁杜阮蓝季贾江郭林钟徐邱高夏蔡田樊胡凌霍万柯管卢莫丁邓洪包石崔吉龚程刘叶曾廖陆侯孟龙史陶黎胡易常武戴覃莫向代"
CLEAR = "王李张刘陈杨赵黄周吴徐孙朱郭何罗郑梁谢宋唐邓冯韩曹彭萧蔡潘董袁蒋杜苏魏吕沈姚卢傅钟崔谭廖范贾阮邱"
"""Of these the commonest, that are seldom a word of the sentence themselves."""
CHINESE = [
    re.compile(
        rf"(?:我叫|名叫|他叫|她叫|叫做|名字[是叫]|真名[是叫]?|姓名[::]?\s?|我是)(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    ),
    re.compile(
        rf"(?:护士|医生|大夫|律师|警察|警官|老师|记者|主任|社工|志愿者|患者|病人|房东|同事|朋友|邻居|丈夫|妻子|妹妹|姐姐|弟弟|哥哥|队长|法官)(?P<name>[{CLEAR}][\u4e00-\u9fff]{{1,2}})"
    ),
    re.compile(rf"(?P<name>[{CLEAR}][\u4e00-\u9fff]{{1,2}})(?:先生|女士|小姐|医生|律师|警官|老师|护士)"),
]


SHORTEST = 3
THAI = re.compile("[\u0e00-\u0e7f]")
LONGEST_THAI = 18
"""A longer run of Thai letters is a clause: the script sets no space between words."""
RANKS = frozenset(
    [
        "الممرضة",
        "الممرض",
        "الطبيبة",
        "الطبيب",
        "الدكتورة",
        "الدكتور",
        "المحامية",
        "المحامي",
        "الشرطي",
        "الشرطية",
        "الضابط",
        "القاضي",
        "القاضية",
        "الصحفية",
        "الصحفي",
        "صديقتي",
        "صديقي",
        "أختي",
        "أخي",
        "زوجي",
        "زوجتي",
        "جارتي",
        "جاري",
        "ابنتي",
        "ابني",
        "أمي",
        "أبي",
        "خالتي",
        "عمي",
        "پرستار",
        "دکتر",
        "وکیل",
        "دوستم",
        "خواهرم",
        "برادرم",
        "همسرم",
        "سرهنگ",
        "नर्स",
        "डॉक्टर",
        "वकील",
        "दरोगा",
        "इंस्पेक्टर",
        "सिपाही",
        "दोस्त",
        "सहेली",
        "बहन",
        "भाई",
        "पति",
        "पत्नी",
        "मैडम",
        "सर",
        "নার্স",
        "ডাক্তার",
        "উকিল",
        "বন্ধু",
        "বোন",
        "ভাই",
        "স্বামী",
        "ነርስ",
        "ዶክተር",
        "ጠበቃ",
        "ኢንስፔክተር",
        "ሳጅን",
        "ጓደኛዬ",
        "እህቴ",
        "ወንድሜ",
        "ባለቤቴ",
        "ወ/ሮ",
        "ወ/ሪት",
        "አቶ",
        "ექიმი",
        "ექთანი",
        "ადვოკატი",
    ]
)
"""Words before a name: a nurse, an officer, my friend, my sister …"""
RANK_TIED = re.compile("(?:พยาบาล|หมอ|แพทย์|ทนาย|ครู|อาจารย์|ตำรวจ|ดาบ|จ่า|พี่|น้อง|นางสาว|นาง|นาย|คุณ)")


def find_uncased_names(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    if text.isascii():
        return
    for found in MY_NAME_IS.finditer(text):
        if max(map(len, found["name"].split())) <= LONGEST_THAI or not THAI.match(found["name"]):
            yield found.span("name")
    for rule in CHINESE:
        yield from (found.span("name") for found in rule.finditer(text))
    yield from listed_pairs(text)


def listed_pairs(text: str) -> Iterator[tuple[int, int]]:
    """A given name and, after one space, a name again; or, after the word for a nurse or an officer, any word.

    None of them a word of everyday. Where particles are tied to a name (“ال”) a third word may stand between.
    """
    family = family_names()
    given = given_names()
    words = list(WORD.finditer(text))
    for place, first in enumerate(words[:-1]):
        start = first.start()
        name = first[0]
        rank = RANK_TIED.match(name)
        if rank and len(name) > rank.end() + 2:
            start, name = start + rank.end(), name[rank.end() :]
        if name not in given or len(name) < SHORTEST or is_ordinary(name):
            continue
        second = words[place + 1]
        if text[first.end() : second.start()] != " " or len(second[0]) < SHORTEST or is_ordinary(second[0]):
            continue
        known = second[0] in family or second[0] in given
        titled = start > first.start() or (place > 0 and is_rank(words[place - 1][0]))
        third = words[place + 2] if place + 2 < len(words) else None
        joined = third is not None and second[0].startswith("ال") and text[second.end() : third.start()] == " "
        if known or titled:
            yield start, second.end()
        elif third is not None and joined and third[0] in given and not is_ordinary(third[0]):
            yield start, third.end()


def is_rank(word: str) -> bool:
    return word in RANKS or bool(RANK_TIED.fullmatch(word))
