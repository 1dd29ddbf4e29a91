"""What else a concept is called, as its page prints it."""

from typing import Any

from django.utils.translation import get_language

from events.models import Concept, TermKind, term_key
from kpknow.content.languages import direction


def said_of(concept: Concept) -> dict[str, Any]:
    """``also``: synonyms in the page's language; ``elsewhere``: our word for it in the others. One query.

    A word that is older or hurtful, or means only a part, is found by and never printed.
    """
    spoken = (get_language() or "en").split("-")[0]
    terms = concept.terms.filter(kind__in=(TermKind.SYNONYM, TermKind.AVOID)).order_by("term")
    synonyms = [term for term in terms if term.kind == TermKind.SYNONYM]
    printed = {term_key(str(concept)), *(term.key for term in terms if term.kind == TermKind.AVOID)}
    also = [term.term for term in synonyms if term.language.split("-")[0] == spoken and term.key not in printed]
    elsewhere = []
    for language, word in sorted(concept.names.items()):
        if language.split("-")[0] != spoken and term_key(word) not in printed:
            printed.add(term_key(word))
            elsewhere.append({"language": language, "direction": direction(language), "word": word})
    return {"also": also, "elsewhere": elsewhere}
