"""Stories: who tells them, the text read into blocks, figures, timeline, media, comments."""

from events.models import Event, Organisation, Programme
from kpknow.demo.facts import Row, body, rows
from kpknow.demo.highlights import highlight_blocks
from kpknow.demo.people import person
from kpknow.demo.records import known, make, make_record, named, populations, show, topics
from stories.actions.blocks import read_blocks
from stories.models import Comment, Media, Moderation, Moment, Story, StoryContribution, StoryFigure

LINKS = ("text", "event", "programme")
SETS = ("organisations", "countries", "populations", "topics")
PARTS = ("figures", "moments", "contributions", "media", "comments")


def load_stories() -> None:
    """Themes have to be there for the highlights."""
    for row in rows("stories"):
        if known(Story, row["slug"]):
            continue
        story = make_record(
            Story,
            row,
            apart=(*LINKS, *SETS, *PARTS),
            body=body(row["text"]),
            event=named(Event, row["event"]) if "event" in row else None,
            programme=named(Programme, row["programme"]) if "programme" in row else None,
        )
        story.organisations.set([named(Organisation, slug) for slug in row["organisations"]])
        story.countries.set(row["countries"])
        story.populations.set(populations(row))
        story.topics.set(topics(row))
        add_parts(story, row)
        read_blocks(story)
        show(story)
        highlight_blocks(story, row["slug"])


def add_parts(story: Story, row: Row) -> None:
    for order, figure in enumerate(row.get("figures", ()), start=1):
        make(StoryFigure, figure, story=story, order=order)
    for order, moment in enumerate(row.get("moments", ()), start=1):
        make(Moment, moment, story=story, order=order)
    contributions = {}
    for part in row["contributions"]:
        contributor, consent = person(part["person"])
        contributions[part["person"]] = make(
            StoryContribution, part, apart=("person",), story=story, contributor=contributor, consent=consent
        )
    for order, media in enumerate(row.get("media", ()), start=1):
        made = make(Media, media, apart=("appearing",), story=story, order=order)
        made.appearing.set([contributions[key] for key in media["appearing"]])
    for comment in row.get("comments", ()):
        make(Comment, comment, story=story, moderation=Moderation.ACCEPTED)
