"""Two themes that share some of what they hold, and everything that names any theme."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from events.models import Option
from kpknow.content.models import FormerAddress
from kpknow.curation.belongings import belongings
from kpknow.packs.models import Pack
from stories.actions.versions import freeze_version
from stories.models import Finding, FormerFinding, Recommendation, SynthesisEntry, Theme, ThemeFigure, ThemeVersion
from tests import builders as make

NOBODY = AnonymousUser()


def make_recommendation(finding: Finding, text: str) -> Recommendation:
    order = finding.theme.recommendations.count() + 1
    asked = Recommendation.objects.create(theme=finding.theme, text=text, order=order)
    asked.findings.add(finding)
    return asked


def make_two_themes() -> tuple[Theme, Theme]:
    """Both are in every table that names themes; some rows of both are the same."""
    merged = make.make_theme("Courage", slug="courage", limits="Few voices.\nOne country.")
    kept = make.make_theme("Pride", slug="pride", limits="Few voices.")
    story = make.first_block(make.make_story())
    voices = [make.make_highlight(story, merged), make.make_highlight(None, merged, kept)]
    option = Option.objects.get(question=make.make_question())
    for theme in (merged, kept):
        finding = make.make_finding(theme, *voices)
        make_recommendation(finding, f"Pay for {theme.name}.")
        ThemeFigure.objects.create(theme=theme, option=option, label=theme.name, order=1)
    make.make_finding(merged, voices[0], claim="Courage is learned")
    SynthesisEntry.objects.filter(section__synthesis=make.make_synthesis()).update(theme=merged)
    Pack.objects.create(subject="theme", subject_key=merged.pk, parts={}, fingerprint="x")
    freeze_version(merged, by=NOBODY)
    return merged, kept


def everything() -> dict[str, Any]:
    """Every row that names a theme, and the themes themselves, but for when they were last changed."""
    rows = {one.label: list(one.model.objects.order_by("pk").values()) for one in belongings(Theme)}
    rows["themes"] = list(Theme.objects.order_by("pk").values())
    for row in rows["themes"]:
        row.pop("changed_at")
    rows["addresses"] = list(FormerAddress.objects.order_by("slug").values("slug", "current_slug"))
    rows["places"] = list(FormerFinding.objects.order_by("pk").values())
    rows["packs"] = list(Pack.objects.order_by("pk").values("pk", "subject_key"))
    rows["asked"] = list(Recommendation.findings.through.objects.order_by("pk").values())
    rows["versions"] = list(ThemeVersion.objects.order_by("pk").values())
    return rows
