"""Saying that a passage may stay, agreeing with it, and taking a public record back where neither was done."""

import logging

from django.contrib.auth.models import User as Account
from django.db import transaction
from django.utils import timezone

from kpknow.content.actions import publishing
from kpknow.content.models import Record
from kpknow.curation.checking import findings_for, open_findings
from kpknow.curation.models import PassageAnswer

logger = logging.getLogger(__name__)


class PassageGone(Exception):
    """The passage does not stand in the record as it is saved now."""


class SamePerson(Exception):
    """Whoever said that a passage may stay cannot be the second person too."""


@transaction.atomic
def let_stay(record: Record, *, field: str, words_hash: str, reason: str, by: Account) -> PassageAnswer:
    """Note why a passage may be public; a second person has to agree. Saying it anew needs a new agreement.

    Raises PassageGone where it does not stand there, publishing.ReasonMissing without words.
    """
    if not reason.strip():
        raise publishing.ReasonMissing
    found = [one for one in findings_for(record) if (one.text.field, one.words_hash) == (field, words_hash)]
    if not found:
        raise PassageGone
    answer, _made = PassageAnswer.objects.update_or_create(
        record_kind=record._meta.label_lower,
        record=record.pk,
        field=field,
        kind=found[0].finding.kind,
        words_hash=words_hash,
        defaults={"reason": reason.strip(), "said_by": by, "seconded_by": None, "seconded_at": None},
    )
    logger.info("passage in %s %s may stay, says account %s", answer.record_kind, record.pk, by.pk)
    return answer


@transaction.atomic
def agree(answer: PassageAnswer, *, by: Account) -> None:
    """The second person's word. Raises SamePerson for whoever said it first."""
    held = PassageAnswer.objects.select_for_update().get(pk=answer.pk)
    if held.said_by_id == by.pk:
        raise SamePerson
    held.seconded_by, held.seconded_at = by, timezone.now()
    held.save(update_fields=["seconded_by", "seconded_at"])
    logger.info("account %s agreed with answer %s", by.pk, held.pk)


def take_back_if_found(record: Record, *, by: Account) -> bool:
    """Take a public record back into review when something in it waits for an answer; says whether it did.

    For whoever has just changed a text, in the same transaction: no reader ever sees the passage.
    """
    if not record.is_published or next(iter(open_findings(record)), None) is None:
        return False
    publishing.take_back(record, by=by)
    return True
