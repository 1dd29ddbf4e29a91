"""Writers killed in the middle. Imported once the settings are known."""

import os
import time
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from events.models import Organisation, OrganisationName
from kpknow.content.models import Change, Source
from tests.drills import a_moment, say
from tests.drills.clusters import Cluster
from tests.drills.damage import damages, forked, struck


def write_until_killed(notes: Path, began: str) -> None:
    """Each write is three rows in one transaction, acknowledged by a line that is on the disk."""
    with notes.open("w") as noted:
        for number in range(1_000_000):
            try:
                write(f"{began}-{number}")
            except DatabaseError:
                return  # the server is gone
            noted.write(f"{began}-{number}\n")
            noted.flush()
            os.fsync(noted.fileno())


def write(title: str) -> None:
    with transaction.atomic():
        Source.objects.create(title=title, slug=title)
        named = Organisation.objects.create(name=title, slug=title)
        OrganisationName.objects.create(organisation=named, name=title)


def missing(notes: Path) -> tuple[int, int, int]:
    """Acknowledged, of these lost, and writes of which a part is there: the history of each row is a part of it."""
    kept = [
        set(Source.objects.values_list("title", flat=True)),
        set(Organisation.objects.values_list("name", flat=True)),
        set(OrganisationName.objects.values_list("name", flat=True)),
    ]
    noted = Change.objects.filter(kind="content.source", verb="added").count()
    acknowledged = set(notes.read_text().split("\n")[:-1])
    whole, some = set.intersection(*kept), set.union(*kept)
    return len(acknowledged), len(acknowledged - whole), len(some - whole) + abs(noted - len(kept[0]))


def writers_killed(folder: Path, cluster: Cluster | None, *, rounds: int) -> list[str]:
    faults, count, lost, half = [], 0, 0, 0
    began = time.monotonic()
    for number in range(rounds):
        notes = folder / f"acknowledged-{number}"
        notes.touch()
        writer = forked(lambda notes=notes, number=number: write_until_killed(notes, f"w{number}"))
        while not notes.stat().st_size:
            a_moment(0.001, 0.002)
        a_moment(0.01, 0.3)
        struck(writer, cluster)
        found = missing(notes)
        count, lost, half = count + found[0], lost + found[1], max(half, found[2])
        faults += damages()
    what = "the process that writes" if cluster is None else "the server"
    say(
        f"{connection.vendor}: {rounds} × kill -9 of {what}: {count} writes acknowledged, {lost} lost, {half} half,"
        f" {len(faults)} damages; {time.monotonic() - began:.0f} s"
    )
    return faults + [f"{lost} acknowledged writes lost"] * bool(lost) + [f"{half} writes are half there"] * bool(half)
