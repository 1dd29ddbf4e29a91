"""A story with so many of everything its page lists, for counting queries."""

from stories.models import Story
from tests import builders as make


def full_story(rows: int, title: str = "The circle") -> Story:
    """A story with so many of everything its page lists."""
    consents = {f"Speaker {n}": make.make_consent() for n in range(rows)}
    story = make.make_story(
        title,
        body="\n\n".join(f"[{label}] We began in {n}. We went on." for n, label in enumerate(consents)),
        codes=("KE", "UG", "TZ")[:rows],
        people=("msm", "sex-workers", "trans-people")[:rows],
        topics=("Safety", "Money", "Care")[:rows],
        organisations=tuple(make.make_organisation() for _ in range(rows)),
        speakers=consents,
        programme=make.make_programme(),
        event=make.make_event(),
        source=make.make_source(),
    )
    for n, block in enumerate(story.blocks.order_by("order")):
        make.make_highlight(block, make.make_theme(), make.make_theme(), words="We went on")
        make.make_media(story, title=f"Film {n}")
        make.make_comment(story, f"Thank you {n}.")
        story.figures.create(order=n, label="people", value=n)
        story.moments.create(order=n, dated="2012", text="It began.")
    return story
