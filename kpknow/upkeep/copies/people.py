"""Who said it, beside each of their words: as they let themselves be named there, and until when.

A person has no number of their own in a copy. Two stories of somebody who is not named must not be joined by it.
"""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError

from events.models import Basis, Consent, Contributor, Naming, Part
from kpknow.upkeep.copies.table import Names, Row

SAID_BY, ALLOWED = "said_by", "allowed"
PERSON = (SAID_BY, ALLOWED)
"""Columns of whoever said it and of what they allowed; both empty where nobody has to be asked."""
TRANSLATION = "translation"


def holding(consent: Consent | None) -> bool:
    """Whether it allows anything at all in a copy."""
    return consent is not None and any(consent.covers(part) for part in Part)


def person_of(row: Any, names: Names) -> Row:
    """For rows with a consent. Needs ``consent__contributor`` loaded; one that does not hold tells nothing."""
    consent: Consent | None = row.consent
    if consent is None or not holding(consent):
        return {SAID_BY: None, ALLOWED: None}
    return {SAID_BY: named(consent), ALLOWED: allowed(consent)}


def named(consent: Consent) -> Row:
    person = consent.contributor
    if not consent.covers(Part.NAME) or person.naming == Naming.UNNAMED:
        return {"name": "", "naming": Naming.UNNAMED.value, "is_group": False}
    return {"name": person.public_name, "naming": person.naming, "is_group": person.is_group}


def allowed(consent: Consent) -> Row:
    return {
        "parts": [part.value for part in Part if consent.covers(part)],
        "basis": consent.basis,
        "in": ["web", "exports", *([TRANSLATION] if consent.for_translation else [])],
        "until": consent.expires_on.isoformat() if consent.expires_on else None,
    }


def contributor_from(said_by: Row | None, organisation: int | None, label: str) -> Contributor:
    """Unsaved. ``label`` stands for a name that is not in the copy. Raises ValidationError."""
    told: Row = {"name": "", "naming": Naming.UNNAMED, "is_group": False} if said_by is None else said_by
    by_role = told["naming"] == Naming.ROLE
    person = Contributor(
        name=(told["name"] if not by_role else "") or label,
        role=told["name"] if by_role else "",
        naming=told["naming"],
        is_group=told["is_group"],
        organisation_id=organisation,
        paper_kept_at="",
    )
    person.clean_fields(exclude=("organisation",))
    return person


def consent_from(told: Row, contributor: int) -> Consent:
    """Unsaved, and no wider than what the copy says. Raises ValidationError, KeyError."""
    if told["basis"] not in Basis.values or not told["parts"] or not set(told["parts"]) <= set(Part.values):
        raise ValidationError("what is allowed is not told in words this site knows")
    return Consent(
        contributor_id=contributor,
        basis=told["basis"],
        expires_on=dt.date.fromisoformat(told["until"]) if told["until"] else None,
        **{f"covers_{part}": True for part in told["parts"]},
        **{f"for_{use}": use in told["in"] for use in ("web", "exports", TRANSLATION)},
    )
