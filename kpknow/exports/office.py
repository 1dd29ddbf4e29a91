"""What slides and texts to edit have in common (ECMA-376): properties, languages, sections in turn."""

import io
from abc import ABC, abstractmethod
from typing import Any

from kpknow.exports.deck import Deck, Section
from kpknow.exports.writable import writable

REGIONS = {"en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES", "pt": "pt-PT", "sw": "sw-KE", "ar": "ar-SA"}
"""Office checks the spelling of a language only with its region."""


def office_language(tag: str) -> str:
    return REGIONS.get(tag, tag)


class OfficeFile(ABC):
    """A deck in the making as a file of an office program. ``file``: an empty presentation or document in our looks."""

    def __init__(self, deck: Deck, file: Any) -> None:
        self.deck, self.file = deck, file

    def written(self) -> bytes:
        """Whole, with the sections in the order of its audience. Call it in the language of ``deck.frame``."""
        deck, properties = self.deck, self.file.core_properties
        properties.title = writable(deck.title)[:250]
        properties.language = office_language(deck.language)
        properties.identifier = deck.stamp.name
        writers = {
            Section.SUMMARY: self.add_summary,
            Section.FIGURES: self.add_figures,
            Section.VOICES: self.add_voices,
            Section.POINTS: self.add_points,
            Section.ASKS: self.add_asks,
            Section.LIMITS: self.add_limits,
            Section.TERMS: self.add_terms,
            Section.SOURCES: self.add_sources,
        }
        self.add_title()
        for section in deck.sections:
            writers[section]()
        self.add_stamp()
        written = io.BytesIO()
        self.file.save(written)
        return written.getvalue()

    @abstractmethod
    def add_title(self) -> None: ...

    @abstractmethod
    def add_summary(self) -> None: ...

    @abstractmethod
    def add_figures(self) -> None: ...

    @abstractmethod
    def add_voices(self) -> None: ...

    @abstractmethod
    def add_points(self) -> None: ...

    @abstractmethod
    def add_asks(self) -> None: ...

    @abstractmethod
    def add_limits(self) -> None: ...

    @abstractmethod
    def add_terms(self) -> None: ...

    @abstractmethod
    def add_sources(self) -> None: ...

    @abstractmethod
    def add_stamp(self) -> None:
        """How to cite it, and how to ask whether it is still current."""
