"""Names in messengers and networks: @name, t.me/name, “Telegram: name”."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.reading import Reading

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
    r"(?<![\w@.%/])@[^\W\d][\w.*•]{1,30}[\w*•](?:@[\w-]+\.[\w.-]+\w)?|(?<![\w@.%/])@\d[\w.]*[A-Za-z_][\w.]*\w"
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
)
NETWORK_SIGN = re.compile(
    r"\.me/|wa\.link|://|\.com|\.gg|skype|tele|телег|\bтг\b|insta|инста|facebook|фейсбук|messenger|snap|tik ?tok|тик-?ток|скайп|signal|viber|вайбер|whats ?app"
    r"|в[ао]тсап|wechat|line id|discord|дискорд|twitter|\bvk|\bвк\b|вконт|hornet|grindr|tinder|romeo|threads|\bimo\b|\bkik\b|wickr|matrix|session|\.link|\.group"
)
ACCOUNT = (
    r"(?:id|handle|user ?name|user|account|login|nick(?:name)?|contact|profile|name|compte|pseudo|identifiant|usuario|cuenta"
    r"|conta|perfil|ник\w?|логин\w?|аккаунт\w?|имя|пользовател\w+|контакт\w?|профил\w)"
)
TOLD = re.compile(
    rf"(?<!\w)(?:{NETWORK})(?:\s+(?:{ACCOUNT}|is|est|as|на|по|under|my|с|под))*\s*(?P<sign>[:=]|\s-\s|\s|\()\s*"
    r"(?P<handle>[\"“«']?(?:live:)?[A-Za-z*•][\w.*•-]{2,31})",
    re.IGNORECASE,
)
FOUND_AS = re.compile(
    rf"(?:{ACCOUNT})\s*(?:is|est|es|é|:|=|-|—)?\s*(?P<handle>[\"“«']?[A-Za-z][\w.*•-]{{2,31}})[\"”»']?\s+(?:on|in|sur|en|no|na|в|на)\s+"
    rf"(?:{NETWORK})(?!\w)",
    re.IGNORECASE,
)
WORDS_AFTER_AT = frozenset(["media", "import", "home", "work"])


def find_handles(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    if "@" in text:
        for found in AT.finditer(text):
            name = found[0].strip("@.").casefold()
            if name not in PUBLIC_BODIES and name not in WORDS_AFTER_AT:
                yield found.span()
    for start, end in reading.around(NETWORK_SIGN, 100):
        for found in LINK.finditer(text, start, end):
            if found[0].rstrip("/").rpartition("/")[2].casefold() not in PUBLIC_BODIES:
                yield found.span()
        for found in TOLD.finditer(text, start, end):
            if is_handle(found["handle"], found["sign"], text[found.end() : found.end() + 2]):
                yield found.span("handle")
        yield from (found.span("handle") for found in FOUND_AS.finditer(text, start, end))


def is_handle(name: str, sign: str, after: str) -> bool:
    """A made-up word: joined by _ or ., with digits, masked; or alone after a colon."""
    bare = name.strip("\"“«'.-")
    if bare.casefold() in PUBLIC_BODIES or len(bare) < 4:
        return False
    if re.search(r"[_*•]|live:|[a-z]\.[a-z\d]", bare) or re.search(r"[A-Za-z]\d{2,}$|\d[A-Za-z]", bare):
        return not re.fullmatch(r"(?i)covid\W?\d\d|[a-z]+-\d\d", bare)
    return ":" in sign and bool(re.match(r"[.,;)\n]|$", after)) and bare == bare.lower()
