"""A copy comes back into an empty site as it was public, whole or not at all."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from events.models import Consent, Contributor, Event, Population, Resource, Survey, Topic
from kpknow.content.markdown import plain_blocks
from kpknow.upkeep.copies.bodies import plainly
from kpknow.upkeep.copies.bringing_back import import_site
from kpknow.upkeep.copies.folder import MANIFEST, NotACopy
from kpknow.upkeep.copies.writing import export_site
from stories.actions.blocks import read_blocks
from stories.models import Media, Story, Theme
from tests import builders as make
from tests.upkeep.copies.sites import empty_site, full_site

NOBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def data(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "data").iterdir()) if path.is_file()}


def alter(copy: Path, name: str, change: Any) -> None:
    """As somebody would who knows how the manifest is made."""
    path = copy / name
    rows = json.loads(path.read_text())
    change(rows)
    path.write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n")
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (copy / MANIFEST).write_text(json.dumps(manifest))


def test_a_copy_of_what_came_back_is_the_same_copy(copy: Path, tmp_path: Path) -> None:
    full_site()
    export_site(copy, with_pages=False)
    empty_site()

    call_command("import_site", copy)
    export_site(tmp_path / "again", with_pages=False)

    assert data(tmp_path / "again") == data(copy)
    assert min(json.loads((copy / MANIFEST).read_text())["counts"].values()) > 0
    story = Story.objects.get(slug="the-yard")
    assert story.is_sensitive
    blocks = [(block.number, block.text) for block in story.blocks.order_by("order")]
    read_blocks(story)
    assert [(block.number, block.text) for block in story.blocks.order_by("order")] == blocks
    assert Story.objects.get(language="fr").translated_hash == story.words_hash
    assert Media.objects.get().image.size > 0
    with Resource.objects.get().file.open() as file:
        assert file.read().startswith(b"%PDF-")


def test_pages_read_as_before(copy: Path, client: Any) -> None:
    full_site()
    addresses = [
        "/stories/the-yard/",
        "/themes/yards-keep/",
        "/themes/yards-keep/v1/",
        "/events/the-meeting/",
        "/surveys/afterwards/",
        "/surveys/counted/1/figures/",
    ]
    before = [client.get(address).content.decode() for address in addresses]
    export_site(copy, with_pages=False)
    empty_site()

    import_site(copy)

    for address, page in zip(addresses, before, strict=True):
        now = client.get(address).content.decode()
        assert words(now) == words(page), address


def words(page: str) -> list[str]:
    return re.sub(r"<script.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL).split()


def test_consents_come_back_as_narrow_as_they_left(copy: Path) -> None:
    given = make.make_consent(
        make.make_contributor("Amina"), expires_on=make.day("2031-05-01"), for_translation=False, covers_photo=False
    )
    make.make_story(consent=given)
    export_site(copy, with_pages=False)
    empty_site()

    import_site(copy)

    consent = Consent.objects.get()
    assert (consent.parts_words, consent.uses_words) == (given.parts_words, given.uses_words)
    assert (consent.basis, consent.expires_on) == (given.basis, given.expires_on)
    assert Contributor.objects.get().public_name == "Amina"
    make.make_contributor()  # keys go on after those that are taken


def test_a_site_with_records_is_refused(copy: Path) -> None:
    make.make_story()
    export_site(copy, with_pages=False)

    with pytest.raises(CommandError, match="holds records already"):
        call_command("import_site", copy)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda copy: (copy / "data" / "stories.json").write_text("[]"), "is not as it was"),
        (lambda copy: (copy / "data" / "stories.json").unlink(), "is not there"),
        (lambda copy: (copy / MANIFEST).unlink(), "holds no copy"),
        (lambda copy: (copy / MANIFEST).write_text("[[[["), "holds no copy"),
        (lambda copy: manifest(copy, copy_format=2), "later release"),
        (lambda copy: manifest(copy, expires_on="2020-01-01"), "allowed their words until 2020-01-01"),
        (lambda copy: manifest(copy, expires_on=7), "does not say until when"),
        (
            lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(slug="../x")),
            "stories.json, row 1",
        ),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(body="<b>")), "unknown"),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(event="nowhere")), "cannot be read"),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(title="\x00")), "stories.json"),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(kind="spell")), "row 1"),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(title="x" * 10_000)), "row 1"),
        (lambda copy: alter(copy, "data/stories.json", lambda rows: rows[0].update(countries=["XX"])), "countries"),
        (lambda copy: alter(copy, "data/blocks.json", lambda rows: rows[0].update(number=10**30)), "blocks"),
        (lambda copy: alter(copy, "data/blocks.json", lambda rows: rows.append(rows[0])), "name of its own"),
        (lambda copy: alter(copy, "data/story-people.json", lambda rows: rows[0].update(allowed={"parts": []})), "who"),
        (lambda copy: alter(copy, "data/story-people.json", lambda rows: rows[0].update(said_by=[1])), "who"),
    ],
)
def test_whatever_is_not_right_is_said_and_nothing_is_saved(copy: Path, damage: Any, said: str) -> None:
    make.make_story()
    export_site(copy, with_pages=False)
    empty_site()
    topics = Topic.objects.count()
    damage(copy)

    with pytest.raises(CommandError, match=said):
        call_command("import_site", copy)

    assert [kind.objects.count() for kind in (Story, Event, Survey, Theme, Contributor, Consent)] == [0] * 6
    assert (Topic.objects.count(), Population.objects.exists()) == (topics, True)


def manifest(copy: Path, **values: Any) -> None:
    told = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(told | values))


def test_after_the_last_day_it_comes_back_only_if_somebody_says_so(copy: Path) -> None:
    make.make_story(consent=make.make_consent(expires_on=make.day("2031-05-01")))
    export_site(copy, with_pages=False)
    empty_site()
    manifest(copy, expires_on="2020-01-01")
    alter(copy, "data/story-people.json", lambda rows: rows[0]["allowed"].update(until="2020-01-01"))

    import_site(copy, though_expired=True)

    assert (Story.objects.count(), Story.objects.visible_to(NOBODY).count()) == (1, 0)


def test_a_picture_is_not_taken_from_beside_the_copy_and_leaves_nothing_when_it_fails(
    copy: Path, settings: Any
) -> None:
    story = make.make_story()
    make.make_picture(story)
    export_site(copy, with_pages=False)
    empty_site()
    shutil.rmtree(settings.MEDIA_ROOT)
    (copy.parent / "secret.webp").write_bytes(b"x")
    alter(copy, "data/media.json", lambda rows: rows.append(rows[0] | {"row": 2, "image": "../../secret.webp"}))

    with pytest.raises(NotACopy, match="outside the copy"):
        import_site(copy)

    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "text", ["1. for us", "# no heading", "a_b*c `d` [e]", "- dash", "<b> & C:\\x", "> said", "+ 1"]
)
def test_a_written_body_reads_as_its_blocks(text: str) -> None:
    assert [block.text for block in plain_blocks(plainly(text))] == [text]
