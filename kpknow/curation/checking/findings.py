"""What may identify somebody in a record's texts, and what staff said about each passage."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from events.models import NAMELESS, Consent, Naming, Organisation, OrganisationName, Part, SessionContribution
from kpknow.content.blocker import Blocker
from kpknow.content.models import Record
from kpknow.curation.checking.texts import Text, texts_beside, texts_of
from kpknow.curation.models import PassageAnswer
from kpknow.safety.identifiers import Finding, find_identifiers
from stories.models import StoryContribution

NAMED = (Naming.FULL_NAME, Naming.FIRST_NAME, Naming.PSEUDONYM)
MOST_SAID = 25
"""Blockers of one record; more would only push the page away."""
AROUND = 60
"""Characters shown before and after a passage."""


@dataclass(frozen=True)
class RecordFinding:
    """``answer``: what somebody wrote about just this passage in just this field; it counts once a second agreed."""

    text: Text
    finding: Finding
    words_hash: str
    answer: PassageAnswer | None

    @property
    def is_open(self) -> bool:
        return self.answer is None or not self.answer.is_agreed

    @property
    def before(self) -> str:
        start = max(0, self.finding.start - AROUND)
        return ("…" if start else "") + self.text.words[start : self.finding.start]

    @property
    def after(self) -> str:
        end = self.finding.end + AROUND
        return self.text.words[self.finding.end : end] + ("…" if end < len(self.text.words) else "")


def findings_for(record: Record) -> list[RecordFinding]:
    """Every finding in the saved record, answered or not, in the order of its form.

    A fixed number of queries for each kind of record; about 0.2 s for 10,000 words.
    """
    allowed, watched = allowed_names(record), watched_names(record)
    answers = {
        (one.field, one.kind, one.words_hash): one
        for one in PassageAnswer.objects.of(record).select_related("said_by", "seconded_by")
    }
    found = []
    seen = set()
    for text in texts_of(record):
        for finding in find_identifiers(text.words, allowed, watched, text.language):
            key = (text.field, str(finding.kind), hash_of(finding))
            if key not in seen:
                seen.add(key)
                found.append(RecordFinding(text, finding, key[2], answers.get(key)))
    return found


def findings_beside(row: models.Model) -> list[tuple[Text, Finding]]:
    """The same for what is public as soon as it is saved: sources, populations, countries."""
    texts = texts_beside(row)
    watched = watched_names(None) if texts else []
    return [(text, one) for text in texts for one in find_identifiers(text.words, [], watched, text.language)]


def open_findings(record: Record) -> Iterator[Blocker]:
    """For ``publishing.add_check``: what still waits for an answer, or for a second person to agree with one."""
    waiting = [one for one in findings_for(record) if one.is_open]
    for one in waiting[:MOST_SAID]:
        said = {"field": one.text.label, "kind": one.finding.kind.label, "words": one.finding.words[:80]}
        if one.answer:
            words = _("%(field)s: “%(words)s” (%(kind)s): a second person must agree that it may stay.") % said
        else:
            words = _("%(field)s: “%(words)s” (%(kind)s): take it out, or say why it may stay.") % said
        yield Blocker(words, one.text.field.partition(".")[0])
    if (more := len(waiting) - MOST_SAID) > 0:
        yield Blocker(_("And %(count)d more passages that may identify somebody.") % {"count": more})


def hash_of(finding: Finding) -> str:
    """Keyed with the site's secret, so that nobody can try all telephone numbers against it."""
    words = " ".join(finding.words.casefold().split())
    return salted_hmac(
        "curation.passage", f"{finding.kind}\0{words}".encode("utf-8", "replace"), algorithm="sha256"
    ).hexdigest()


def allowed_names(record: Record) -> list[str]:
    """Names this record may print today: of its people who chose to be named and whose consent covers that."""
    named = Q(contributor__naming__in=NAMED, consent__in=Consent.objects.covering(Part.NAME))
    people: models.QuerySet[Any]
    if record._meta.label_lower == "stories.story":
        people = StoryContribution.objects.filter(named, story=record.pk)
    elif record._meta.label_lower == "events.event":
        people = SessionContribution.objects.filter(named, session__event=record.pk)
    elif record._meta.label_lower == "stories.theme":
        people = StoryContribution.objects.filter(named, blocks__highlights__codings__theme=record.pk)
    else:
        return []
    return sorted(set(people.values_list("contributor__name", flat=True)))


def watched_names(record: Record | None) -> list[str]:
    """Names of shielded organisations, in every form we know; not of the organisation the record itself is."""
    shielded = Organisation.objects.filter(shield__in=NAMELESS)
    if isinstance(record, Organisation):
        shielded = shielded.exclude(pk=record.pk)
    names = {name for pair in shielded.values_list("name", "acronym") for name in pair if name}
    others = OrganisationName.objects.filter(organisation__in=shielded).values_list("name", flat=True)
    return sorted(names | set(others))
