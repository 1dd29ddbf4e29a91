"""Our themes. They are made first, so that highlights can be coded to them, and finished when the evidence is there."""

from pathlib import Path

from django.contrib.auth.models import AnonymousUser

from kpknow.demo.facts import HERE, Row, read
from kpknow.demo.highlights import public_id
from kpknow.demo.records import known, make, make_record, show
from kpknow.demo.survey import question_of
from stories.actions.versions import freeze_version
from stories.models import Evidence, Finding, Highlight, Recommendation, Side, Theme, ThemeFigure

WRITTEN_BY = "Programme staff; not yet reviewed by a community panel"


def theme_rows() -> list[Row]:
    files: list[Path] = sorted((HERE / "data" / "themes").glob("*.toml"))
    return [read(f"themes/{file.name}") for file in files]


def load_themes() -> list[tuple[Theme, Row]]:
    """Drafts without findings; those that were here already are not returned."""
    apart = ("findings", "recommendations", "figures", "frozen")
    new = []
    for order, row in enumerate(theme_rows(), start=1):
        if not known(Theme, row["slug"]):
            new.append((make_record(Theme, row, apart=apart, order=order * 10, written_by=WRITTEN_BY), row))
    return new


def finish_theme(theme: Theme, row: Row) -> None:
    """Findings with their evidence, what they ask, the figures that lead; then publish, and freeze where it says so."""
    findings = {order: add_finding(theme, order, found) for order, found in enumerate(row["findings"], start=1)}
    for order, asked in enumerate(row["recommendations"], start=1):
        recommendation = make(Recommendation, asked, apart=("findings",), theme=theme, order=order)
        recommendation.findings.set([findings[number] for number in asked["findings"]])
    for order, figure in enumerate(row.get("figures", ()), start=1):
        question = question_of(figure["question"])
        option = question.options.filter(order=figure["option"]).first() if question else None
        if option:
            make(ThemeFigure, {"label": figure["label"]}, theme=theme, order=order, option=option)
    show(theme)
    if note := row.get("frozen"):
        freeze_version(theme, by=AnonymousUser(), note=note)


def add_finding(theme: Theme, order: int, row: Row) -> Finding:
    """A finding with what supports and challenges it, as far as it is still there."""
    finding = make(Finding, row, apart=("questions", "supports", "challenges"), theme=theme, order=order)
    questions = [question_of(key) for key in row.get("questions", ())]
    finding.questions.set([question for question in questions if question])
    for side in Side:
        for place, key in enumerate(row.get(side.value, ()), start=1):
            highlight = Highlight.objects.filter(public_id=public_id(key)).first()
            if highlight:
                make(Evidence, {"side": side}, finding=finding, highlight=highlight, order=place)
    return finding
