"""Names of countries as Russian declines them.

A stemmer would take “груз” (cargo) for “Грузия” and “малый” (small) for “Мали”.
"""

ENDINGS = (
    ("ия", ("ия", "ии", "ию", "ией")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("а", ("а", "ы", "и", "е", "у", "ой")),
    ("й", ("й", "я", "ю", "ем", "е")),
    ("ь", ("ь", "я", "ю", "ем", "е", "и", "ью")),
)
UNCHANGING = "еиоуыэю"
CONSONANT = ("", "а", "у", "ом", "е")


def case_forms(name: str) -> list[str]:
    """The forms of a folded name of one word: “кения” → кения, кении, кению, кенией."""
    for ending, forms in ENDINGS:
        if name.endswith(ending):
            return [name.removesuffix(ending) + form for form in forms]
    return [name] if name.endswith(tuple(UNCHANGING)) else [name + form for form in CONSONANT]
