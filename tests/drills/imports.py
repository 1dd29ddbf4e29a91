"""Whatever writes many rows at once, killed in the middle. Imported once the settings are known."""

import time
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from events.models import Contributor
from kpknow.content.models import Source
from kpknow.curation.actions import importing, manuscripts
from kpknow.curation.documents.passages import Kind, Passage
from kpknow.curation.documents.reading_result import Reading
from kpknow.demo.actions import load_demo
from kpknow.upkeep.copies.bringing_back import import_site
from kpknow.upkeep.copies.writing import export_site
from tests.curation.importing.sheets import checked, csv_file
from tests.drills import a_moment, say
from tests.drills.clusters import Cluster
from tests.drills.damage import damages, forked, laid_aside, struck, words_kept

NOBODY = AnonymousUser()
ROWS = 400
STORIES = 40
Act = Callable[[], object]


def a_table(_folder: Path, put_empty_back: Act) -> Act:
    put_empty_back()
    rows = ([f"Organisation number {n}", "network", "sex-workers"] for n in range(ROWS))
    batch = checked("organisations", csv_file(["name", "kind", "people"], *rows))
    batch.rows.update(is_chosen=True)
    return lambda: importing.bring_in(batch, by=NOBODY)


def a_text(_folder: Path, put_empty_back: Act) -> Act:
    """Stories with a speaker each, and their people and source."""
    put_empty_back()
    passages = []
    for number in range(STORIES):
        passages += [Passage(Kind.OPENING, f"Story {number}"), Passage(Kind.TURN, "We began.", f"Speaker {number}")]
        passages += [Passage(Kind.PARAGRAPH, f"Paragraph {order} of {number}.") for order in range(20)]
    text = manuscripts.bring_in(Reading(passages), name="A circle", language="en", by=NOBODY)
    said = {label: manuscripts.Answer(label, confirmed=True) for label in text.speakers}
    text = manuscripts.revise(text, passages, said, edition=text.edition)
    drafts = [{"title": f"Story {number}", "kind": "article", "standfirst": "S."} for number in range(STORIES)]

    def save() -> None:
        people = [manuscripts.Person("speaker", Contributor(name=label), label=label) for label in text.speakers]
        origin = manuscripts.Origin(Source(title="A film"))
        manuscripts.save_stories(text, drafts, people, origin, edition=text.edition, by=NOBODY)

    return save


def the_demo(_folder: Path, put_empty_back: Act) -> Act:
    put_empty_back()
    return load_demo


def a_copy(folder: Path, put_empty_back: Act) -> Act:
    """Of the demo site, brought back into an empty one. Quick where the demo was loaded already."""
    load_demo()
    export_site(folder / "copy", with_pages=False)
    put_empty_back()
    return lambda: import_site(folder / "copy")


IMPORTS: dict[str, Callable[[Path, Act], Act]] = {
    f"a table of {ROWS} rows": a_table,
    f"a text of {STORIES} stories": a_text,
    "load_demo": the_demo,
    "import_site": a_copy,
}
"""Each makes a site ready and returns what is then killed in the middle."""


def imports_killed(folder: Path, cluster: Cluster | None, put_empty_back: Act, *, rounds: int) -> list[str]:
    """All of it is there afterwards or nothing, and the next run ends as an undisturbed one."""
    faults = []
    for place, (name, prepare) in enumerate(IMPORTS.items()):
        act = prepare(folder, put_empty_back)
        put_back, before = laid_aside(folder, cluster, f"import_{place}"), words_kept()
        began = time.monotonic()
        act()
        took, after, found, whole = time.monotonic() - began, words_kept(), [], 0
        for number in range(rounds):
            put_back()
            runner = forked(act)
            a_moment(0, took)
            struck(runner, cluster if (number + place) % 2 else None)
            found += damages()
            is_through = words_kept() == after
            whole += is_through
            if not is_through:
                found += [f"{difference(before)} is half there"] if words_kept() != before else []
                act()
            found += [f"{difference(after)} is other than undisturbed"] if words_kept() != after else []
        say(
            f"{connection.vendor}: {rounds} × kill -9 of {name}: {whole} times all was there, {rounds - whole} times"
            f" nothing; {len(found)} faults; undisturbed {took:.1f} s"
        )
        faults += [f"{name}: {words}" for words in found]
    return faults


def difference(expected: dict[str, list[str]]) -> str:
    now = words_kept()
    return next((label for label in expected if now.get(label) != expected[label]), "")
