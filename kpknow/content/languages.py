"""Languages by their BCP 47 tag."""

from django.conf.locale import LANG_INFO


def own_name(tag: str) -> str:
    """A language's name in itself, such as “français”; the tag where Django knows none."""
    known = LANG_INFO.get(tag.lower()) or LANG_INFO.get(tag.split("-", maxsplit=1)[0]) or {}
    name = str(known.get("name_local", tag))
    return name[:1].upper() + name[1:]


def direction(tag: str) -> str:
    """“rtl” for Arabic, Hebrew, Persian and their like, else “ltr”."""
    return "rtl" if LANG_INFO.get(tag.split("-", maxsplit=1)[0], {}).get("bidi") else "ltr"
