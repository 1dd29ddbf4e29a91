"""One passage that may show who somebody is, or where."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a passage gives away. Earlier kinds win where two lie over each other."""

    EMAIL = "email", _("E-mail address")
    COORDINATES = "coordinates", _("Place on a map")
    HANDLE = "handle", _("Name in a messenger or network")
    WEB_ADDRESS = "web_address", _("Web page of a person")
    BIRTH_DATE = "birth_date", _("Birth date")
    STREET_ADDRESS = "street_address", _("Street address")
    IDENTITY_NUMBER = "identity_number", _("Number of a paper or account")
    PHONE = "phone", _("Telephone number")
    ORGANISATION = "organisation", _("Shielded organisation")
    NAME = "name", _("Full name")
    SAFE_HOUSE = "safe_house", _("Where a safe house is")


WHY: dict[str, Any] = {
    Kind.EMAIL: _("An e-mail address leads to the person who reads it."),
    Kind.COORDINATES: _("Coordinates and map links lead to a door."),
    Kind.HANDLE: _("A name in a messenger or network leads to a person."),
    Kind.WEB_ADDRESS: _("This looks like the page of one person."),
    Kind.BIRTH_DATE: _("A birth date tells one person from all others."),
    Kind.STREET_ADDRESS: _("An address leads to a door; a city is enough."),
    Kind.IDENTITY_NUMBER: _("The number of a paper, a card, an account or a patient belongs to one person."),
    Kind.PHONE: _("A telephone number leads to a person, also with some of its digits masked."),
    Kind.ORGANISATION: _("This organisation is shielded; its name must not be read."),
    Kind.NAME: _("A full name without a consent that covers names."),
    Kind.SAFE_HOUSE: _("This tells where a place of refuge is; a city is enough."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``words`` is ``text[start:end]``, counted in Unicode code points; ``why`` is one sentence for staff."""

    kind: Kind
    start: int
    end: int
    words: str

    @property
    def why(self) -> str:
        return str(WHY[self.kind])

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"kind": str(self.kind.value), "why": self.why}
