"""How many rows of a file do what."""

from dataclasses import dataclass

from django.db.models import Count, Q

from kpknow.curation.models import Import, Verdict


@dataclass(frozen=True)
class Tally:
    total: int
    new: int
    changed: int
    same: int
    error: int
    alike: int
    chosen: int
    done: int
    made: int
    undone: int
    faulty: int
    """Rows in error whose cells are still kept."""


def tally_of(batch: Import) -> Tally:
    """One query."""
    counted = batch.rows.aggregate(
        total=Count("pk"),
        **{str(verdict): Count("pk", filter=Q(verdict=verdict)) for verdict in Verdict if verdict != Verdict.UNREAD},
        alike=Count("pk", filter=Q(verdict=Verdict.NEW) & ~Q(alike=[])),
        chosen=Count("pk", filter=Q(is_chosen=True)),
        done=Count("pk", filter=Q(is_done=True)),
        made=Count("pk", filter=Q(is_done=True, made_record=True)),
        undone=Count("pk", filter=Q(is_undone=True)),
        faulty=Count("pk", filter=Q(verdict=Verdict.ERROR) & ~Q(cells=[])),
    )
    return Tally(**counted)
