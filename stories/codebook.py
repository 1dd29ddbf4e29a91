"""What the choices mean in forms of stories, themes and highlights."""

from django.utils.translation import gettext_lazy as _

from events.codebook import PEOPLE
from kpknow.content.codebook import Entry, Meaning, explain
from stories.models.highlight import Display
from stories.models.story import StoryKind
from stories.models.theme import ThemeKind


def fill() -> None:
    explain(
        "stories.story",
        kind=Entry(
            _("How it is told, not what it is about."),
            (
                Meaning(StoryKind.ARTICLE.label, _("Somebody writes about a group or a gathering.")),
                Meaning(StoryKind.CASE_STORY.label, _("One practice: issue, context, what was done, what came of it.")),
                Meaning(StoryKind.STORY_OF_CHANGE.label, _("What is different since, told by those it changed.")),
                Meaning(StoryKind.PODCAST.label, _("Something to hear, with or without its transcript.")),
                Meaning(StoryKind.VIDEO.label, _("A film with the words spoken in it.")),
            ),
        ),
        is_sensitive=Entry(
            _(
                "Tick it where a reader may be hurt by what is told, or the teller by being found: violence, death, "
                "detention, a person under age. It then needs a content note, and two people publish it."
            )
        ),
        populations=PEOPLE,
    )
    explain(
        "stories.theme",
        kind=Entry(
            _("What the voices tied to it say together."),
            (
                Meaning(ThemeKind.THEME.label, _("Several voices, from several places, say something of the same.")),
                Meaning(ThemeKind.GAP.label, _("Voices name what nobody does or knows.")),
                Meaning(ThemeKind.BRIDGING_BEHAVIOUR.label, _("What people do that carries learning across.")),
                Meaning(ThemeKind.ADAPTATION.label, _("Something taken from elsewhere and made to fit.")),
                Meaning(ThemeKind.PRINCIPLE.label, _("What people hold to whatever they do.")),
                Meaning(ThemeKind.BARRIER.label, _("What stands in the way.")),
                Meaning(ThemeKind.TENSION.label, _("Two things that are both true and pull apart; name both ends.")),
            ),
        ),
    )
    explain(
        "stories.highlight",
        display=Entry(
            _("How far the person’s consent reaches, and no further than the passage needs."),
            (
                Meaning(Display.PARAPHRASE.label, _("Our words for what was said. When in doubt, this one.")),
                Meaning(Display.QUOTE_UNNAMED.label, _("Their very words; check that these do not tell who it was.")),
                Meaning(Display.QUOTE_NAMED.label, _("Needs a consent that covers words and name.")),
                Meaning(Display.STAFF.label, _("For our own work: a tactic that works only unseen.")),
            ),
        ),
    )
