"""How our slides look: sizes in EMU (914,400 an inch), colours as in ``static/kp.css``."""

INCH = 914_400
WIDTH, HEIGHT = 12_192_000, 6_858_000
"""13⅓ × 7½ inches: 16:9."""
LEFT, TOP, FULL = 640_000, 420_000, 10_912_000
"""Where text starts, and how wide a line across the slide is."""

SERIF, SANS = "Georgia", "Arial"
"""On every desktop, with Cyrillic; what has neither puts its own of the same widths."""

INK, INK_2, BRAND, DEEP, ON_DEEP = "211829", "594E63", "651D5C", "33102F", "FBF3FA"
PAPER, WASH, VOICE, MARIGOLD, LINE, LEAF, MUTED = (
    *("FFFFFF", "F6F3F7", "FFE9A9", "F5B81C", "DDD6E1"),
    *("1B5A47", "A79DB0"),
)
COLOURS = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": DEEP,
    "lt2": WASH,
    "accent1": BRAND,
    "accent2": MARIGOLD,
    "accent3": LEAF,
    "accent4": "3F3D8F",
    "accent5": MUTED,
    "accent6": "9C1530",
    "hlink": BRAND,
    "folHlink": "3F3D8F",
}
