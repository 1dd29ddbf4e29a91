"""The verbs that move a record from draft to public and back, each with its permission and its words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kpknow.content.actions import publishing
from kpknow.content.forms import ReasonForm, ReturnForm
from kpknow.content.models import Status


@dataclass(frozen=True)
class Step:
    """One verb: from which statuses it starts, what the page before it says, its words in the record's history, what is
    said when it is done, what it asks.

    ``permission`` is the ending of the admin's ``has_…_permission``.
    """

    name: str
    label: Any
    permission: str
    starts_from: tuple[Status, ...]
    act: Callable[..., None]
    explains: Any
    logged: Any
    done: Callable[[int], str]
    form: type[Form] | None = None
    needs_nothing_missing: bool = False

    def fits(self, record: Any) -> bool:
        return record.status in self.starts_from


SEND = Step(
    "send",
    _("Send for review"),
    "send",
    (Status.DRAFT,),
    publishing.send_for_review,
    _("Somebody who reviews reads it next. Until it comes back or is published, only they can change it."),
    _("Sent for review."),
    lambda n: ngettext("%(count)d record is sent for review.", "%(count)d records are sent for review.", n),
)
RETURN = Step(
    "return",
    _("Send back"),
    "review",
    (Status.IN_REVIEW,),
    publishing.send_back,
    _("It becomes a draft again. Your words stand above its form."),
    _("Sent back."),
    lambda n: ngettext("%(count)d record is sent back.", "%(count)d records are sent back.", n),
    ReturnForm,
)
PUBLISH = Step(
    "publish",
    _("Publish"),
    "publish",
    (Status.DRAFT, Status.IN_REVIEW),
    publishing.publish,
    _("Everybody can read it from the next request on."),
    _("Published."),
    lambda n: ngettext("%(count)d record is now public.", "%(count)d records are now public.", n),
    needs_nothing_missing=True,
)
WITHDRAW = Step(
    "withdraw",
    _("Withdraw"),
    "publish",
    (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED),
    publishing.withdraw,
    _(
        "Readers will find nothing of this any more, on no page and in no file. "
        "Its address answers “withdrawn” and names nobody. "
        "After a day its words are removed for good; until then you can make it a draft again."
    ),
    _("Withdrawn."),
    lambda n: ngettext("%(count)d record is withdrawn.", "%(count)d records are withdrawn.", n),
    ReasonForm,
)
REDRAFT = Step(
    "redraft",
    _("Make it a draft again"),
    "publish",
    (Status.WITHDRAWN,),
    publishing.make_draft_again,
    _("It can be worked on again. Readers still find nothing of it."),
    _("Made a draft again."),
    lambda n: ngettext("%(count)d record is a draft again.", "%(count)d records are drafts again.", n),
)

STEPS = {step.name: step for step in (SEND, RETURN, PUBLISH, WITHDRAW, REDRAFT)}


@dataclass(frozen=True)
class Sorted:
    """Records somebody chose for a step: those it takes, those held up by what is missing, those it does not fit."""

    ready: list[Any]
    held: list[tuple[Any, list[publishing.Blocker]]]
    unfit: list[Any]


def sort(step: Step, records: Iterable[Any], may: Callable[[Any], bool]) -> Sorted:
    """``may`` says whether this person may do it to that record. Asks what is missing of each record that fits."""
    found = Sorted([], [], [])
    for record in records:
        if not step.fits(record) or not may(record):
            found.unfit.append(record)
        elif step.needs_nothing_missing and (blockers := publishing.blockers_of(record)):
            found.held.append((record, blockers))
        else:
            found.ready.append(record)
    return found
