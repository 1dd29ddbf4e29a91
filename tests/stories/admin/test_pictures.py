"""What a picture's form must be told."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from stories.models import Media, MediaKind
from tests.builders import make_story
from tests.content.admin.forms import errors, filled_form
from tests.stories.admin.test_stories import change, media_row, picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"alternative_text": ""}, "alternative_text"),
        ({"nobody_recognisable": None}, "appearing"),
        ({"appearing": "person"}, "nobody_recognisable"),
    ],
)
def test_a_picture_without_its_words_or_its_answer_is_refused(
    fields: dict[str, Any], wrong: str, staff: Client
) -> None:
    story = make_story()
    if "appearing" in fields:
        fields = {"appearing": [story.contributions.get().pk]}
    sent = filled_form(staff, change(story), **media_row(image=picture(), **fields))

    response = staff.post(change(story), {name: value for name, value in sent.items() if value is not None})

    assert errors(response, f"media-0-{wrong}") != []
    assert Media.objects.count() == 0


def test_a_story_with_an_unanswered_picture_cannot_be_published() -> None:
    story = make_story(status="draft")
    assert story.publication_blockers() == []

    media = Media(story=story, kind=MediaKind.IMAGE, title="A yard", alternative_text="A yard")
    media.image.save("a.jpg", ContentFile(picture().read()))

    assert [str(blocker) for blocker in story.publication_blockers()] == [
        "“A yard”: say who is seen or heard, or that nobody can be recognised."
    ]
