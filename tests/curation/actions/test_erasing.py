"""A record is erased with every copy of its words: a word is planted everywhere and looked for in every table."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from kpknow.content.history.chain import check_logs
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.models import Act, FormerAddress
from kpknow.curation.actions.erasing import erase_record
from kpknow.curation.models import (
    Import,
    ImportedRow,
    LinkCheck,
    Manuscript,
    Override,
    PassageAnswer,
    RemovalRequest,
    UnsavedWords,
)
from kpknow.search.indexing import catch_up
from stories.models import Media, MediaKind, Story
from tests import builders as make
from tests.drills.planting import tables_with

pytestmark = pytest.mark.django_db

WORD = "quokkazeb"


def everywhere(curator: Any) -> Story:
    story = make.make_story(
        f"Story {WORD}", slug=WORD, standfirst=WORD, body=f"A {WORD} sang.\n\nAnother {WORD}.", content_note=WORD
    )
    make.make_highlight(make.first_block(story), make.make_theme("Care"), words=WORD)
    make.make_media(story, title=WORD, address=f"https://youtu.be/{WORD}")
    written = BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, "WEBP")
    picture = Media(story=story, kind=MediaKind.IMAGE, title=WORD, alternative_text=WORD, nobody_recognisable=True)
    picture.image.save("face.webp", ContentFile(written.getvalue(), name="face.webp"), save=False)
    picture.save()
    make.make_comment(story, WORD)
    Story.objects.filter(pk=story.pk).update(title=f"Another {WORD}")
    kind = {"kind": "stories.story"}
    FormerAddress.objects.create(slug=f"old-{WORD}", current_slug=WORD, **kind)
    LogEntry.objects.create(
        user_id=curator.pk, content_type=ContentType.objects.get_for_model(Story), object_id=str(story.pk),
        object_repr=WORD, action_flag=2, change_message=WORD,
    )  # fmt: skip
    UnsavedWords.objects.create(
        account=curator, key=str(story.pk), fields={"title": [WORD]}, saved_at=timezone.now(), **kind
    )
    PassageAnswer.objects.create(
        record_kind="stories.story", record=story.pk, field="body", kind="name", words_hash="x", reason=WORD,
        said_by=curator,
    )  # fmt: skip
    Override.objects.create(
        record_id=story.pk, title=WORD, blockers=[WORD], fingerprint="x", reason=WORD, asked_by=curator,
        asked_at=timezone.now(), **kind,
    )  # fmt: skip
    batch = Import.objects.create(kind="stories")
    ImportedRow.objects.create(
        batch=batch, number=2, cells=[WORD], title=WORD, record=story.pk, is_done=True, made_record=True,
        texts_after={"title": WORD}, texts_before={"title": WORD}, changes={"title": [WORD]}, alike=[WORD],
    )  # fmt: skip
    Manuscript.objects.create(name=WORD, passages_kept=[{"kind": "paragraph", "text": WORD}]).stories.add(story)
    LinkCheck.objects.create(address=f"https://youtu.be/{WORD}", outcome="gone", checked_at=timezone.now())
    RemovalRequest.objects.create(page=story.get_absolute_url(), words=WORD, code_hash="x")
    catch_up()
    return story


def test_no_table_and_no_file_holds_a_word_of_an_erased_story(
    curator: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    story = everywhere(curator)
    bystander = make.make_story("A wren", body="A wren sang.")
    assert len(tables_with(WORD)) > 12
    files = Path(settings.MEDIA_ROOT)
    assert [path for path in files.rglob("*") if path.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        erase_record(story, by=curator)
    catch_up()

    assert tables_with(WORD) == {}
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert check_logs() == []
    assert Act.objects.filter(verb="erased", about_key=str(story.pk)).exists()
    assert tables_with("wren") != {}
    assert Story.objects.filter(pk=bystander.pk).exists()


def test_a_person_takes_along_what_was_typed_about_their_stories(curator: Any) -> None:
    person = make.make_contributor(WORD)
    story = make.make_story(consent=make.make_consent(person))
    for record in (person, story):
        UnsavedWords.objects.create(
            account=curator, kind=record._meta.label_lower, key=str(record.pk), fields={"x": [WORD]},
            saved_at=timezone.now(),
        )  # fmt: skip
    batch = Import.objects.create(kind="contributors")
    ImportedRow.objects.create(batch=batch, number=2, cells=[WORD], title=WORD, record=person.pk)
    UnsavedWords.objects.create(
        account=curator, kind="stories.story", key="new", fields={"x": ["a wren"]}, saved_at=timezone.now()
    )

    erase_from_history(person, by=curator)

    assert set(tables_with(WORD)) == {"events_contributor"}
    assert UnsavedWords.objects.count() == 1
