"""Programmes, with who does what in them."""

from events.models import Organisation, Programme, ProgrammePartner
from kpknow.demo.facts import rows
from kpknow.demo.records import known, make, make_record, named, show


def load_programmes() -> None:
    for row in rows("programmes"):
        if known(Programme, row["slug"]):
            continue
        programme = make_record(Programme, row, apart=("countries", "partners"))
        programme.countries.set(row["countries"])
        for organisation, role in row["partners"]:
            make(ProgrammePartner, {"role": role}, programme=programme, organisation=named(Organisation, organisation))
        show(programme)
