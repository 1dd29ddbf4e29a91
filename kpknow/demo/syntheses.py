"""The two reports that participants' own synthesis groups led to, as numbered lists."""

from events.models import Event
from kpknow.demo.facts import rows
from kpknow.demo.records import known, make, make_record, named, show
from stories.models import Synthesis, SynthesisEntry, SynthesisSection, Theme


def load_syntheses() -> None:
    for row in rows("syntheses"):
        if known(Synthesis, row["slug"]):
            continue
        synthesis = make_record(Synthesis, row, apart=("event", "sections"), event=named(Event, row["event"]))
        for order, listed in enumerate(row["sections"], start=1):
            section = make(SynthesisSection, listed, apart=("entries",), synthesis=synthesis, order=order)
            for number, entry in enumerate(listed["entries"], start=1):
                theme = named(Theme, entry["theme"]) if "theme" in entry else None
                make(SynthesisEntry, entry, apart=("theme",), section=section, number=number, theme=theme)
        show(synthesis)
