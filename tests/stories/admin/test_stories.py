"""Stories: their text, their people, their pictures, saved together or not at all."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from kpknow.safety.kept_pictures import SIZES
from stories.admin.stories import StoryAdmin
from stories.models import Block, Media, MediaKind, Story, StoryContribution
from tests.builders import first_block, make_consent, make_contributor, make_highlight, make_media, make_story
from tests.content.admin.forms import errors, filled_form, new_row, shown_form

pytestmark = pytest.mark.django_db


def change(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))


def person(number: int, label: str = "", **fields: Any) -> dict[str, Any]:
    consent = make_consent(make_contributor(label or "Amina"))
    row = {"contributor": consent.contributor.pk, "consent": consent.pk, "role": "speaker", "label": label}
    return new_row("contributions", number, **row | fields)


def picture(**exif: Any) -> SimpleUploadedFile:
    """A camera's picture: 40 pixels, a place in its metadata, a telling name."""
    written, image = BytesIO(), Image.new("RGB", (40, 20), "red")
    metadata = image.getexif()
    metadata[0x010E] = "marker of a home"
    image.save(written, "JPEG", exif=metadata)
    return SimpleUploadedFile("home-of-amina.jpg", written.getvalue(), "image/jpeg")


def test_the_text_becomes_blocks_with_its_new_people(staff: Client) -> None:
    story = make_story(body="It began.")
    body = "It began.\n\n[Amina] We went on."

    staff.post(change(story), filled_form(staff, change(story), body=body, **person(1, "Amina")))

    blocks = [(block.kind, block.speaker, block.text) for block in story.blocks.order_by("order")]
    assert blocks == [("paragraph", "", "It began."), ("turn", "Amina", "We went on.")]


def test_a_new_story_is_saved_with_its_people_and_blocks(staff: Client) -> None:
    address = reverse("admin:stories_story_add")
    fields = {
        "title": "The circle",
        "slug": "circle",
        "kind": "article",
        "standfirst": "How.",
        "body": "[Amina] We began.",
    }

    staff.post(address, filled_form(staff, address, **fields, **person(0, "Amina")))

    assert [block.speaker for block in Story.objects.get().blocks.all()] == ["Amina"]


def test_a_turn_of_nobody_is_refused_beside_the_text_and_nothing_is_saved(staff: Client) -> None:
    story = make_story("The circle", body="It began.")
    form = filled_form(staff, change(story), title="Another", body="[Olga] We began.", **person(1, "Amina"))

    response = staff.post(change(story), form)

    words = "[Olga]: nobody on this story has that label. Add the contributor first, or write [Narrator]."
    assert errors(response, "body") == [words]
    assert f'<ul class="errorlist" id="id_body_error"><li>{words}</li></ul>' in response.content.decode()
    assert [str(one) for one in Story.objects.all()] == ["The circle"]
    assert [block.text for block in Block.objects.all()] == ["It began."]
    assert StoryContribution.objects.count() == 1


def test_a_new_label_and_the_text_change_together(staff: Client) -> None:
    story = make_story(body="[Amina] We began.", speakers={"Amina": make_consent()})
    prefix = row_of("Amina", staff, story)

    staff.post(change(story), filled_form(staff, change(story), body="[A.] We began.", **{f"{prefix}-label": "A."}))

    assert [block.contribution.label for block in story.blocks.all()] == ["A."]
    assert [block.number for block in story.blocks.all()] == [1]


def row_of(label: str, staff: Client, story: Story) -> str:
    """Prefix of the row of the person with this label."""
    inlines = staff.get(change(story)).context["inline_admin_formsets"]
    forms = [form for inline in inlines for form in inline.formset.initial_forms]
    return next(form.prefix for form in forms if getattr(form.instance, "label", "") == label)


def test_who_still_speaks_cannot_be_taken_out(staff: Client) -> None:
    story = make_story(body="[Amina] We began.", speakers={"Amina": make_consent()})
    gone = {f"{row_of('Amina', staff, story)}-DELETE": "on"}

    response = staff.post(change(story), filled_form(staff, change(story), **gone))

    assert errors(response, "body")[0].startswith("[Amina]: nobody on this story has that label.")
    words = "[Amina] still speaks in the text: take out those paragraphs, then the person."
    assert words in response.content.decode()
    assert story.contributions.count() == 2


def test_a_person_and_their_turns_go_together(staff: Client) -> None:
    story = make_story(body="It began.\n\n[Amina] We went on.", speakers={"Amina": make_consent()})
    gone = {f"{row_of('Amina', staff, story)}-DELETE": "on"}

    response = staff.post(change(story), filled_form(staff, change(story), body="It began.", **gone))

    assert response.status_code == 302
    assert [block.text for block in story.blocks.all()] == ["It began."]
    assert story.contributions.count() == 1


def test_a_label_that_comes_to_nothing_stops_the_save_with_words(staff: Client, monkeypatch: Any) -> None:
    """The form was right when it was read; until it is saved somebody else may have taken that person out."""
    story = make_story(body="It began.")
    form = filled_form(staff, change(story), body="[Amina] We began.", title="Another", **person(1, "Amina"))
    taken_out = StoryContribution.objects.filter(label="Amina").delete
    save_formset = StoryAdmin.save_formset
    monkeypatch.setattr(StoryAdmin, "save_formset", lambda *args, **named: (save_formset(*args, **named), taken_out()))

    response = staff.post(change(story), form)

    said = response.context["adminform"].form.non_field_errors()
    assert [one.startswith("[Amina]: nobody on this story has that label.") for one in said] == [True]
    typed = shown_form(response)
    assert (typed["title"], typed["body"]) == ("Another", "[Amina] We began.")
    assert [block.text for block in Block.objects.all()] == ["It began."]
    assert Story.objects.get().title != "Another"


def test_a_label_stands_once_in_a_story(staff: Client) -> None:
    story = make_story(body="It began.", speakers={"Amina": make_consent()})
    two_new = person(2, "Olga") | person(3, "Olga")

    one = staff.post(change(story), filled_form(staff, change(story), **person(2, "Amina")))
    other = staff.post(change(story), filled_form(staff, change(story), **two_new))

    words = ["Somebody else on this story has this label."]
    assert errors(one, "contributions-2-label") == words
    assert errors(other, "contributions-3-label") == words


def test_a_consent_of_somebody_else_is_refused_beside_the_field(staff: Client) -> None:
    story = make_story()
    row = person(1, consent=make_consent(make_contributor("Olga")).pk)

    response = staff.post(change(story), filled_form(staff, change(story), **row))

    assert errors(response, "contributions-1-consent") == ["This consent was given by somebody else."]


def test_a_story_is_not_its_own_translation(staff: Client) -> None:
    story = make_story()

    response = staff.post(change(story), filled_form(staff, change(story), translation_of=story.pk))

    assert errors(response, "translation_of") == ["A story is not its own translation."]


# Pictures, films and podcasts


def media_row(**fields: Any) -> dict[str, Any]:
    return new_row(
        "media",
        0,
        **{"title": "The yard", "kind": "image", "order": "", "nobody_recognisable": "on", "alternative_text": "A yard"}
        | fields,
    )


def test_a_picture_keeps_its_pixels_and_nothing_else(staff: Client) -> None:
    story = make_story()

    staff.post(change(story), filled_form(staff, change(story), **media_row(image=picture())))

    media = Media.objects.get()
    kept = Path(media.image.path).read_bytes()
    assert (media.width, media.height) == (40, 20)
    assert b"marker of a home" not in kept
    assert "amina" not in media.image.name
    assert Image.open(BytesIO(kept)).format == "WEBP"
    stem = Path(media.image.path).stem
    assert sorted(path.name for path in Path(media.image.path).parent.iterdir()) == sorted(
        [f"{stem}.webp", *(f"{stem}-{width}.{kind}" for width, kind in SIZES)]
    )


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", b"\x00" * 500, b"\xff\xd8\xff\xe0" * 50])
def test_what_is_no_picture_is_refused_beside_the_file(content: bytes, staff: Client) -> None:
    story = make_story()
    upload = SimpleUploadedFile(f"{'n' * 150}.jpg", content, "image/jpeg")

    response = staff.post(change(story), filled_form(staff, change(story), **media_row(image=upload)))

    assert len(errors(response, "media-0-image")) == 1
    assert not Media.objects.exists()


def test_a_long_file_name_is_no_reason_to_refuse_a_picture(staff: Client) -> None:
    story, upload = make_story(), picture()
    upload.name = f"{'n' * 150}.jpg"

    staff.post(change(story), filled_form(staff, change(story), **media_row(image=upload)))

    assert Media.objects.get().image.name.endswith(".webp")


def test_pictures_are_here_and_the_rest_elsewhere(staff: Client) -> None:
    address, film = reverse("admin:stories_media_add"), "https://youtu.be/abcdefghijk"
    fields = {"story": make_story().pk, "title": "The yard", "order": "1"}
    cases = [
        ({"kind": "image"}, "image", "Choose the picture."),
        ({"kind": "image", "image": picture(), "address": film}, "address", "A picture is kept here"),
        ({"kind": "video", "image": picture()}, "image", "Only pictures are kept here"),
        ({"kind": "video", "address": "https://example.org/film"}, "address", "We know no player"),
    ]

    for changes, field, words in cases:
        said = errors(staff.post(address, filled_form(staff, address, **fields, **changes)), field)
        assert [one.startswith(words) for one in said] == [True]


def test_only_people_of_the_story_appear_in_its_media(staff: Client) -> None:
    story, other = make_story(), make_story()
    media = make_media(story, story.contributions.get(), kind=MediaKind.VIDEO)
    stranger = other.contributions.get()

    page = staff.get(change(media)).content.decode()
    inline = staff.post(change(story), filled_form(staff, change(story), **{"media-0-appearing": [stranger.pk]}))
    moved = staff.post(change(media), filled_form(staff, change(media), story=other.pk))

    assert f'value="{stranger.pk}"' not in page.split('id="id_appearing"')[1].split("</fieldset>")[0]
    assert "Select a valid choice" in errors(inline, "media-0-appearing")[0]
    assert errors(moved, "appearing") == ["Only people of this story can be seen or heard in it."]


def test_blocks_are_only_there_to_be_chosen(staff: Client) -> None:
    make_highlight(first_block(make_story("The circle", body="It began here.")))
    asked = {"app_label": "stories", "model_name": "highlight", "field_name": "block", "term": "began"}

    found = staff.get(reverse("admin:choices"), asked).json()["results"]

    assert [one["text"] for one in found] == ["The circle · 1: It began here."]
    assert staff.get(reverse("admin:stories_block_add")).status_code == 403
