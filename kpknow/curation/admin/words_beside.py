"""Sources, populations and countries are public as soon as they are saved: their words are looked at before that."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kpknow.content.admin.base import after_saving
from kpknow.content.admin.guarded import SaveRefused
from kpknow.curation.checking import advice_in, findings_beside, texts_beside
from kpknow.safety.identifiers import Kind

TOLD = (Kind.NAME,)
"""Documents are named after people who published them: somebody has to judge that, so it is said and not refused."""
MOST_SAID = 5


def look_at_words(request: HttpRequest, row: Any) -> None:
    """Raises SaveRefused for what leads to a person or names a shielded organisation; says which words are better."""
    found = findings_beside(row)
    said = [
        _("%(field)s: “%(words)s” (%(kind)s).") % {"field": text.label, "words": one.words[:80], "kind": one.kind.label}
        for text, one in found
        if one.kind not in TOLD
    ]
    if said:
        raise SaveRefused(" ".join([_("Readers would see this at once. Take it out:"), *said[:MOST_SAID]]))
    for text, one in found[:MOST_SAID]:
        words = _("%(field)s names “%(words)s”. Readers see it: is this person named there with their consent?")
        messages.warning(request, words % {"field": text.label, "words": one.words[:80]})
    for advice in advice_in(texts_beside(row), row)[:MOST_SAID]:
        words = _("%(field)s: “%(words)s” hurts or is out of date; better: “%(preferred)s”.")
        said_of = {"field": advice.text.label, "words": advice.words[:80], "preferred": advice.preferred}
        messages.warning(request, words % said_of)


if look_at_words not in after_saving:
    after_saving.append(look_at_words)
