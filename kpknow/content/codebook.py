"""What the choices of a form mean, beside the field where somebody chooses: scope rules, definitions, examples.

Two curators should put the same thing under the same word. Apps say it once, when they are ready.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Meaning:
    """Of one choice. ``example`` may be empty."""

    label: Any
    definition: Any
    example: Any = ""


@dataclass(frozen=True)
class Entry:
    """``rule``: what decides between the choices, or what belongs here at all."""

    rule: Any
    meanings: Sequence[Meaning] = ()

    def as_html(self) -> SafeString:
        """Opens in place, without a script."""
        meanings = format_html_join(
            "",
            "<dt>{}</dt><dd>{}{}</dd>",
            (
                (one.label, one.definition, format_html(" <i>{}</i>", one.example) if one.example else "")
                for one in self.meanings
            ),
        )
        listed = format_html("<dl>{}</dl>", meanings) if self.meanings else ""
        return format_html(
            '<details class="codebook"><summary>{}</summary><p>{}</p>{}</details>',
            _("What belongs here"),
            self.rule,
            listed,
        )


entries: dict[tuple[str, str], Entry] = {}
"""(“events.event”, “kind”) → its entry."""


def explain(label: str, **fields: Entry) -> None:
    """Fields of a kind of record, each with its entry."""
    entries.update({(label, name): entry for name, entry in fields.items()})
