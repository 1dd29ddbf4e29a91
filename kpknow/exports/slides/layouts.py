"""The master and the layouts of our template, as DrawingML (ECMA-376, PresentationML).

Every layout has a title, its own placeholders, the footer and the number of the slide; the order of the shapes is the
order in which they are read aloud.
"""

from kpknow.exports.slides.looks import FULL, HEIGHT, LEFT, TOP, WIDTH

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
BODY, SIDE, CHART, NOTE = 1, 13, 14, 15
"""Indexes of placeholders: the text, what stands beside it, the chart, its base and source."""
FACTS = (21, 22, 23, 24)
"""Those of the four leading figures."""
FOOTER_TOP, FOOTER_HIGH = 6_390_000, 300_000
TITLE_HIGH = 1_000_000
TEXT_TOP, TEXT_HIGH = 1_560_000, 4_640_000


def shape(
    number: int, name: str, kind: str, box: tuple[int, int, int, int], *, look: str = "", list_style: str = ""
) -> str:
    """A placeholder. ``kind`` are the attributes of p:ph; ``look`` is drawn behind its text."""
    left, top, wide, high = box
    anchor = {"ctrTitle": "b", "title": "b"}.get(kind.split('"')[1], "t")
    prompt = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
    )
    text = prompt if "sldNum" in kind else f'<a:r><a:rPr lang="en-GB"/><a:t>{name}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>"
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{list_style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def level(
    size: int, colour: str, *, face: str = "+mn-lt", bold: bool = False, bullet: bool = False, after: int = 900
) -> str:
    """The style of a first level. ``size`` in hundredths of a point."""
    indent = 'marL="285750" indent="-285750"' if bullet else 'marL="0" indent="0"'
    sign = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if bullet else "<a:buNone/>"
    return (
        f'<a:lvl1pPr {indent} algn="l" rtl="0"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{after}"/></a:spcAft>{sign}'
        f'<a:defRPr sz="{size}" b="{int(bold)}" kern="1200"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="{face}"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl1pPr>'
    )


def line(number: int, box: tuple[int, int, int, int], colour: str) -> str:
    """A strip of colour without any meaning."""
    left, top, wide, high = box
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Strip {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
    )


def slide(background: str, *shapes: str) -> str:
    return (
        f'<p:cSld {NAMESPACES}><p:bg><p:bgPr><a:solidFill><a:schemeClr val="{background}"/></a:solidFill>'
        '<a:effectLst/></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        '</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        f'<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>{"".join(shapes)}</p:spTree></p:cSld>'
    )


def foot(*, on_deep: bool = False) -> str:
    colour = "lt1" if on_deep else "tx1"
    small = level(1000, colour, after=0)
    right = small.replace('algn="l"', 'algn="r"')
    return shape(
        8, "Footer", 'type="ftr" sz="quarter" idx="11"', (LEFT, FOOTER_TOP, 9_600_000, FOOTER_HIGH), list_style=small
    ) + shape(
        9,
        "Slide number",
        'type="sldNum" sz="quarter" idx="12"',
        (WIDTH - LEFT - 900_000, FOOTER_TOP, 900_000, FOOTER_HIGH),
        list_style=right,
    )


def title(style: str = "") -> str:
    return shape(2, "Title", 'type="title"', (LEFT, TOP, FULL, TITLE_HIGH), list_style=style)


def body(number: int, name: str, index: int, box: tuple[int, int, int, int], style: str) -> str:
    return shape(number, name, f'type="body" idx="{index}"', box, list_style=style)


def facts() -> str:
    """Four boxes side by side, each for a figure and what it counts."""
    gap, wide = 240_000, (FULL - 3 * 240_000) // 4
    return "".join(
        body(
            10 + place,
            f"Figure {place + 1}",
            index,
            (LEFT + place * (wide + gap), 1_900_000, wide, 2_500_000),
            level(1600, "tx1", after=300),
        )
        for place, index in enumerate(FACTS)
    )


TEXT_STYLES = (
    f"<p:txStyles {NAMESPACES}><p:titleStyle>{level(2800, 'tx1', face='+mj-lt', after=0)}</p:titleStyle>"
    f"<p:bodyStyle>{level(2000, 'tx1')}</p:bodyStyle><p:otherStyle>{level(1800, 'tx1')}</p:otherStyle></p:txStyles>"
)
STRIP = line(7, (0, 0, WIDTH, 110_000), "accent1")
MASTER = slide(
    "bg1",
    STRIP,
    title(),
    body(3, "Text", BODY, (LEFT, TEXT_TOP, FULL, TEXT_HIGH), ""),
    foot().replace('idx="11"', 'idx="3"').replace('idx="12"', 'idx="4"'),
)
HALF = (FULL - 400_000) // 2
RIGHT = LEFT + HALF + 400_000
VOICE_STYLE = level(1800, "tx1", face="+mj-lt", after=200)
LAYOUTS = {
    "Title": slide(
        "tx2",
        line(7, (LEFT, 4_180_000, 1_500_000, 60_000), "accent2"),
        shape(
            2,
            "Title",
            'type="ctrTitle"',
            (LEFT, 1_000_000, FULL, 3_000_000),
            list_style=level(4400, "lt1", face="+mj-lt"),
        ),
        shape(
            3,
            "Subtitle",
            'type="subTitle" idx="1"',
            (LEFT, 4_420_000, FULL, 760_000),
            list_style=level(2000, "lt1", after=300),
        ),
        body(4, "About this copy", SIDE, (LEFT, 5_300_000, FULL, 950_000), level(1200, "lt1", after=300)),
        foot(on_deep=True),
    ),
    "Text": slide(
        "bg1", title(), body(3, "Text", BODY, (LEFT, TEXT_TOP, FULL, TEXT_HIGH), level(2200, "tx1", after=1200)), foot()
    ),
    "List": slide(
        "bg1",
        title(),
        body(3, "Text", BODY, (LEFT, TEXT_TOP, FULL, TEXT_HIGH), level(1800, "tx1", bullet=True)),
        foot(),
    ),
    "Finding with voices": slide(
        "bg1",
        title(),
        body(3, "Text", BODY, (LEFT, TEXT_TOP, HALF, TEXT_HIGH), level(1800, "tx1")),
        line(7, (RIGHT - 200_000, TEXT_TOP, 50_000, TEXT_HIGH), "accent2"),
        body(4, "Voices", SIDE, (RIGHT, TEXT_TOP, HALF, TEXT_HIGH), VOICE_STYLE),
        foot(),
    ),
    "Figure": slide(
        "bg1",
        title(),
        shape(3, "Chart", f'type="chart" idx="{CHART}"', (LEFT, TEXT_TOP, FULL, 3_800_000)),
        body(4, "Base and source", NOTE, (LEFT, TEXT_TOP + 3_860_000, FULL, 860_000), level(1200, "tx1", after=200)),
        foot(),
    ),
    "Leading figures": slide(
        "bg1",
        title(),
        facts(),
        body(4, "Base and source", NOTE, (LEFT, 4_700_000, FULL, 1_500_000), level(1400, "tx1", after=400)),
        foot(),
    ),
    "Voices": slide(
        "bg2",
        title(),
        line(7, (LEFT, TEXT_TOP, 50_000, TEXT_HIGH), "accent2"),
        body(3, "Voices", BODY, (LEFT + 220_000, TEXT_TOP, FULL - 220_000, TEXT_HIGH), VOICE_STYLE),
        foot(),
    ),
}
assert HEIGHT > FOOTER_TOP + FOOTER_HIGH  # noqa: S101  the footer is on the slide
