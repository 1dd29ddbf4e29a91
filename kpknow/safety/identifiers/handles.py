"""Names in messengers and networks: @name, t.me/name, “Telegram: name”."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import UNSPACED, WORD_BEFORE, Reading

PUBLIC_BODIES = frozenset(
    [
        "unaids",
        "onusida",
        "unaidsglobal",
        "who",
        "undp",
        "unodc",
        "unfpa",
        "unicef",
        "un",
        "theglobalfund",
        "globalfund",
        "globalfundtofightaids",
        "pepfar",
        "inpud",
        "nswp",
        "mpact",
        "mpactglobal",
        "gate",
        "gateorg",
        "gnpplus",
        "itpc",
        "iasociety",
        "frontlineaids",
        "aidsfonds",
        "afew",
        "afewint",
        "coalitionplus",
        "aidshealthcare",
        "msfaccess",
        "hivjustice",
        "ilga",
        "ilgaworld",
        "hrw",
        "amnesty",
        "robertcarrfund",
        "harmreductionint",
        "ecuo",
        "eatg",
        "ewnanetwork",
        "eurasianharmreductionassociation",
        "ihra",
        "stopaids",
        "aidsconference",
    ]
)
"""Networks and offices of the whole field: their public accounts are nobody's own."""

AT = re.compile(
    r"(?<![A-Za-z\d_@.%/])@[^\W\d][\w.*•]{1,30}[\w*•](?:@[\w-]+\.[\w.-]+\w)?|(?<![\w@.%/])@\d[\w.]*[A-Za-z_][\w.]*\w"
)
LINK = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog|wa\.me|wa\.link|chat\.whatsapp\.com|api\.whatsapp\.com"
    r"|signal\.(?:me|group)|viber\.(?:me|click)|m\.me|line\.me|ig\.me|snapchat\.com/add|discord\.gg|discord\.com/users|join\.skype\.com"
    r"|kik\.me|zalo\.me|imo\.im|session://|tg://|whatsapp://|skype:|viber://)[/:]*[\w+@?=&%*•./#-]*[\w*•+=]",
    re.IGNORECASE,
)
NETWORK = (
    r"telegram|телеграмм?\w{0,2}|телега|тг|instagram|инстаграмм?\w{0,2}|инста|insta|facebook|фейсбук\w{0,2}|messenger|snapchat|snap"
    r"|tiktok|tik tok|тикток\w?|skype|скайп\w?|signal|viber|вайбер\w?|whats ?app|ватсап\w?|wechat|line id|discord|дискорд\w?|twitter"
    r"|vkontakte|вконтакте|vk|вк|hornet|grindr|tinder|romeo|threads|imo|kik|wickr|matrix|session|тик-ток"
    r"|line|zalo|ig|fb|bluesky|mastodon|onlyfans|інстаграм\w?|телеграмі|فيسبوك|فيس بوك|فیسبوک|انستغرام|إنستغرام|انستقرام|انستا|اینستاگرام|تلغرام|تيليجرام|تليجرام|تلگرام|واتساب|واتس"
    r"|सिग्नल|इंस्टाग्राम|इंस्टा|टेलीग्राम|फेसबुक|व्हाट्सएप|ইনস্টাগ্রাম|ফেসবুক|টেলিগ্রাম|ኢንስታግራም|ቴሌግራም|ፌስቡክ|ไลน์(?:ไอดี)?|เฟซบุ๊ก|เฟสบุ๊ค|อินสตาแกรม|ไอจี|微信号?|微博|抖音号?|小红书"
)
NETWORK_SIGN = re.compile(
    r"\.me/|wa\.link|://|\.com|\.gg|skype|tele|телег|\bтг\b|insta|инста|facebook|фейсбук|messenger|snap|tik ?tok|тик-?ток|скайп|signal|viber|вайбер|whats ?app"
    r"|в[ао]тсап|wechat|line id|discord|дискорд|twitter|\bvk|\bвк\b|вконт|hornet|grindr|tinder|romeo|threads|\bimo\b|\bkik\b|wickr|matrix|session|\.link|\.group"
    r"|\bline\b|zalo|\big\b|\bfb\b|bluesky|mastodon|onlyfans|інстаграм|ف[يی]س|انست|اینست|ت[يل]ل?[يغگ]|واتس|इंस्टा|टेलीग्राम|फेसबुक|व्हाट्स|ইনস্টা|ফেসবুক|টেলিগ্রাম|ኢንስታ|ቴሌግራም|ፌስቡክ|ไลน์|เฟซ|เฟส|อินสตา|ไอจี|微信|微博|抖音|小红书"
    r"|handle|user ?name|nick|логин|ник\b|pseudo|usuario"
)
ACCOUNT = (
    r"(?:id|handle|user ?name|user|account|login|nick(?:name)?|contact|profile|name|compte|pseudo|identifiant|usuario|cuenta"
    r"|conta|perfil|ник\w?|логин\w?|аккаунт\w?|имя|пользовател\w+|контакт\w?|профил\w)"
)
TOLD = re.compile(
    rf"{WORD_BEFORE}(?:{NETWORK})(?:\s+(?:{ACCOUNT}|is|was|est|c'est|es|é|as|at|на|по|це|это|под|с|под|under|my|mine|here|ni|ya|là|adalah|ist|unter|como|comme|هو|है))*"
    rf"\s*(?P<sign>[:=]|,|\s?-\s|\s|\(|(?<=[{UNSPACED}]))\s*"
    r"(?P<handle>[\"“«']?(?:live:)?[A-Za-z*•][A-Za-z\d_.*•-]{2,31}(?:#\d{4})?)(?![A-Za-z\d_*•/#-])",
    re.IGNORECASE,
)
FOUND_AS = re.compile(
    rf"(?:{ACCOUNT}|\bas|\bunder|\bcomo|\bcomme|\bкак|\bпод)\s*(?:is|est|es|é|:|=|-|—)?\s*(?P<handle>[\"“«']?[A-Za-z][\w.*•-]{{2,31}})[\"”»']?\s+(?:on|in|sur|en|no|na|в|на)\s+"
    rf"(?:{NETWORK})(?!\w)",
    re.IGNORECASE,
)
CALLED = re.compile(
    r"(?<!\w)(?:handle|user ?name|screen name|nick(?:name)?|login|pseudo|usuario|ник|логин)(?:\s+(?:is|was|est|es|é|there|everywhere|online))*"
    r"\s*(?:[:=]|-|\s)\s*(?P<handle>[\"“«']?[A-Za-z][A-Za-z\d_.*•-]{2,31})(?![A-Za-z\d_*•/-])",
    re.IGNORECASE,
)
QQ = re.compile(rf"{WORD_BEFORE}(?:QQ|ICQ)号?\s?(?:is|[:：是])?\s?(?P<handle>[1-9]\d{{4,11}})(?!\d)")
WORDS_AFTER_AT = frozenset(["media", "import", "home", "work"])


def find_handles(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    if "@" in text:
        for found in AT.finditer(text):
            name = found[0].strip("@.").casefold()
            if name not in PUBLIC_BODIES and name not in WORDS_AFTER_AT:
                yield found.span()
    yield from (found.span("handle") for found in QQ.finditer(text))
    for start, end in reading.around(NETWORK_SIGN, 100):
        for found in LINK.finditer(text, start, end):
            if found[0].rstrip("/").rpartition("/")[2].casefold() not in PUBLIC_BODIES:
                yield found.span()
        for found in TOLD.finditer(text, start, end):
            if is_handle(found["handle"], found["sign"].strip(), text[found.end() : found.end() + 2]):
                yield found.span("handle")
        for found in CALLED.finditer(text, start, end):
            if is_handle(found["handle"], "", ""):
                yield found.span("handle")
        yield from (found.span("handle") for found in FOUND_AS.finditer(text, start, end))


def is_handle(name: str, sign: str, after: str) -> bool:
    """A made-up word: joined by _ or ., with digits, masked; or alone after a colon. Asterisks at its end may be markup."""
    bare = name.strip("\"“«'.-")
    if sign not in (":", "="):
        bare = re.sub(r"[.,]?\*\*?$", "", bare)
    if bare.casefold() in PUBLIC_BODIES or len(bare) < 4:
        return False
    if re.search(r"[_*•]|#\d|live:|[a-z]\.[a-z\d]", bare) or re.search(r"[A-Za-z]\d{2,}$|\d[A-Za-z]", bare):
        return not re.fullmatch(r"(?i)covid\W?\d\d|[a-z]+-\d\d", bare)
    return ":" in sign and bool(re.match(r"[.,;)\n]|$", after)) and bare == bare.lower()
