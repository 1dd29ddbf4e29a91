"""Transcripts of our own making, in the shapes texts come in."""

from typing import Any

from django.test import Client
from django.urls import reverse

from kpknow.curation.models import Manuscript
from stories.actions.blocks import NARRATORS

TRANSCRIPT = """The Story of Change: Baobab Circle

By | March 2, 2020

In a town by the lake things are changing every day From its market to its hills neighbours look out for one another \
In response to what the community went through, Wanja had something to say [Wanja]
The Baobab Circle is a community-based group that began with eight friends under one tree We saw the need for mutual \
support and shared what we had [Otieno]
I joined as a peer educator Our work was to walk with people to the clinic Just this year four hundred people were \
received at the drop-in centre And its volunteers have answered many more [Wanja]
We never stopped asking for our rights The circle now trains nurses in the whole district

2 thoughts on “The Story of Change: Baobab Circle”

Inspiring. Kudos!
"""
"""As in a film's page that was copied: the next speaker stands at the end of the line, the narrator has no label."""

FILM = """The Story of Change: Lakeside Circle

By | March 2, 2020

In a town by the lake neighbours look out for one another After the market closed, Achieng Wekesa had something to \
say [Wanja]
The Lakeside Circle began with eight friends under one tree We saw the need for mutual support and shared what we \
had [Otieno]
I joined as a peer educator Our work was to walk with people to the clinic Whoever needs us still rings \
+254 712 345 678 at any hour [Wanja]
We never stopped asking for our rights The circle now trains nurses in the whole district

2 thoughts on “The Story of Change: Lakeside Circle”

  1. Njeri Odhiambo Post author

Great work, all of you.

Leave a Reply

Your email address will not be published.
"""
"""The same with what must not be published as it is, and the comments of the page it was copied from."""


def bring_in(staff: Client, text: str = TRANSCRIPT, **fields: Any) -> Manuscript:
    """The manuscript made of pasted words."""
    response = staff.post(
        reverse("admin:curation_manuscript_bring_in"),
        {"name": "Film about the circle", "language": "en", "encoding": "", "pasted": text} | fields,
    )
    assert response.status_code == 302, response.context["form"].errors
    return Manuscript.objects.latest("pk")


def text_page(manuscript: Manuscript, part: int = 1) -> str:
    return f"{reverse('admin:curation_manuscript_text', args=(manuscript.pk,))}?part={part}"


def stories_page(manuscript: Manuscript) -> str:
    return reverse("admin:curation_manuscript_stories", args=(manuscript.pk,))


def said_of(manuscript: Manuscript, **changes: Any) -> dict[str, Any]:
    """What the page of the text sends when everybody is confirmed; ``changes`` by field, “_” for “-”, None: not."""
    sent: dict[str, Any] = {"edition": manuscript.edition}
    for number, label in enumerate(manuscript.speakers):
        becomes = "narrator" if label in NARRATORS else "speaker"
        sent |= {f"s{number}-label": label, f"s{number}-becomes": becomes, f"s{number}-confirmed": "on"}
    for place, passage in enumerate(manuscript.passages):
        what = f"turn:{passage.label}" if passage.kind == "turn" else passage.kind
        sent |= {f"p{place}-what": what, f"p{place}-text": passage.text}
    sent |= {name.replace("_", "-"): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None}


def confirm(staff: Client, manuscript: Manuscript, **changes: Any) -> Manuscript:
    response = staff.post(text_page(manuscript), said_of(manuscript, **changes))
    assert response.status_code == 302, [row.errors for row in response.context["sheet"].rows]
    manuscript.refresh_from_db()
    return manuscript


def passages_of(manuscript: Manuscript) -> list[tuple[str, str, str]]:
    return [(passage.kind, passage.label, passage.text) for passage in manuscript.passages]
