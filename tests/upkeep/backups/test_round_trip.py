"""What was kept comes back, whole and current; what was taken back since does not."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Consent
from kpknow.accounts.models import StaffSession
from kpknow.content.actions.publishing import withdraw
from kpknow.content.models import Source, Status
from kpknow.curation.actions.erasing import erase_record
from kpknow.settings import ROOT
from kpknow.upkeep.backups.archive import read_archive
from kpknow.upkeep.backups.keys import identities, make_key
from stories.models import Story
from tests import builders as make
from tests.content.editing.test_at_once import shared_database
from tests.upkeep.backups.keeping import bring_back, keep

PICTURE = b"\x89PNG not quite" * 10_000


pytestmark = pytest.mark.usefixtures("kept_apart")


def refused(file: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as said:
        bring_back(file, **options)
    return str(said.value)


def test_everything_comes_back_and_nobody_is_signed_in(kept_apart: Path, staff: Client) -> None:
    story = make.make_story(title="Kept with care", codes=())
    default_storage.save("pictures/one.png", ContentFile(PICTURE))
    file = keep(kept_apart)
    Story.objects.update(title="Changed by mistake")
    default_storage.delete("pictures/one.png")
    default_storage.save("pictures/two.png", ContentFile(b"later"))

    bring_back(file)

    assert Client().get(story.get_absolute_url()).context["story"].title == "Kept with care"
    with default_storage.open("pictures/one.png") as picture:
        assert picture.read() == PICTURE
    assert not default_storage.exists("pictures/two.png")
    assert StaffSession.objects.count() == 0
    assert staff.get("/staff/").status_code == 302
    assert file.stat().st_mode & 0o077 == 0
    assert b"Kept with care" not in file.read_bytes()
    make.make_story(codes=())  # the database notes changes, and takes them


@pytest.mark.parametrize("place", [10, 0.3, 0.9, -1])
def test_a_flipped_byte_is_refused_and_changes_nothing(kept_apart: Path, place: float) -> None:
    file = keep(kept_apart)
    make.make_source(title="Written since")
    whole = bytearray(file.read_bytes())
    whole[place if isinstance(place, int) else int(len(whole) * place)] ^= 1
    file.write_bytes(whole)

    assert "It does not open" in refused(file)
    assert list(Source.objects.values_list("title", flat=True)) == ["Written since"]
    assert list(kept_apart.glob("var/restore-*")) == []


def test_a_piece_that_is_missing_another_key_and_another_file_are_refused(kept_apart: Path) -> None:
    file = keep(kept_apart)
    make_key(kept_apart / "other")
    (kept_apart / "short.age").write_bytes(file.read_bytes()[:-20_000])
    (kept_apart / "text.age").write_text("a letter")

    assert "another key" in refused(file, key=str(kept_apart / "other"))
    assert "It does not open" in refused(kept_apart / "short.age")
    assert "It does not open" in refused(kept_apart / "text.age")
    assert "holds no key" in refused(file, key=str(kept_apart / "nowhere"))
    assert "No such file" in refused(kept_apart / "nowhere.age")


def test_a_site_is_not_replaced_unasked(kept_apart: Path) -> None:
    file = keep(kept_apart)
    make.make_source(title="Of the site that is there")

    assert refused(file, replace=False) == "There is a site already. --replace puts this one in its place."
    assert Source.objects.get().title == "Of the site that is there"


def test_an_empty_site_takes_it_unasked(kept_apart: Path) -> None:
    make.make_source(title="Kept")
    file = keep(kept_apart)
    Source.objects.all().delete()

    bring_back(file, replace=False)

    assert Source.objects.get().title == "Kept"


def test_what_was_taken_back_since_stays_so(kept_apart: Path, curator: Any) -> None:
    person = make.make_contributor()
    consent = Consent.objects.filter(contributor=person).first() or make.make_consent(person)
    withdrawn, erased, stays = (
        make.make_story(title=f"Story {word}", codes=()) for word in ("withdrawn", "erased", "stays")
    )
    file = keep(kept_apart)
    withdraw_consent(consent, by=curator)
    withdraw(withdrawn, by=curator, reason="They asked for it.")
    erase_record(erased, by=curator)
    keep(kept_apart, "later.age")  # the list beside the backups knows of them; the site itself is lost
    call_command("flush", interactive=False, verbosity=0)

    bring_back(file)

    reader = Client()
    assert [reader.get(story.get_absolute_url()).status_code for story in (withdrawn, stays)] == [410, 200]
    assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None
    assert not Story.objects.filter(title="Story erased").exists()
    assert make.make_story(codes=()).pk > erased.pk
    bring_back(file)  # a second time, from a site that was restored
    assert reader.get(withdrawn.get_absolute_url()).status_code == 410
    assert not Story.objects.filter(title="Story erased").exists()


def test_the_site_that_is_replaced_is_asked_what_it_took_back(kept_apart: Path, curator: Any) -> None:
    story = make.make_story(codes=())
    file = keep(kept_apart)
    withdraw(story, by=curator, reason="They asked for it.")

    bring_back(file)

    assert Client().get(story.get_absolute_url()).status_code == 410


def test_what_is_public_again_comes_back_public(kept_apart: Path, curator: Any) -> None:
    story = make.make_story(codes=())
    withdraw(story, by=curator, reason="A mistake.")
    call_command("backup", kept_apart / "early.age")
    Story.objects.update(status=Status.PUBLISHED, withdrawn_at=None, withdrawal_reason="")
    file = keep(kept_apart)

    bring_back(file)

    assert Client().get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "line", ["[]", "x", '{"origin": "", "kind": "stories.story", "key": 1, "fields": {"title": "x"}}']
)
def test_a_list_that_is_none_is_refused(kept_apart: Path, line: str) -> None:
    file = keep(kept_apart)
    (kept_apart / "tombstones.jsonl").write_text(f"{line}\n")

    assert "Line 1 of" in refused(file)


def test_a_closed_site_stays_closed(kept_apart: Path) -> None:
    make.make_source()
    file = keep(kept_apart)
    call_command("panic", neutral=True)

    bring_back(file)

    assert Client().get("/").status_code == 503
    call_command("panic", end=True)
    assert Client().get("/").status_code == 200


def test_writers_go_on_and_the_copy_is_of_one_moment(kept_apart: Path, settings: Any) -> None:
    told = {"DATABASE_URL": shared_database(kept_apart), "VAR_DIR": str(settings.VAR), "SECRET_KEY": "the same"}
    told["BACKUP_RECIPIENTS"] = settings.BACKUP_RECIPIENTS[0]
    run: Any = {"cwd": ROOT, "env": os.environ | told, "stdout": subprocess.PIPE, "text": True}
    file, said = kept_apart / "site.age", []
    with subprocess.Popen([sys.executable, "-m", "tests.upkeep.writer", "shell"], **run) as writer:
        assert writer.stdout
        said.append(writer.stdout.readline())
        reader = threading.Thread(target=said.extend, args=(writer.stdout,))
        reader.start()  # else it stands still once the pipe is full
        subprocess.run([sys.executable, "manage.py", "backup", file], check=True, **run)
        during = len(said)
        writer.terminate()
        reader.join()
    (kept_apart / "out").mkdir()
    manifest = read_archive(file, kept_apart / "out", identities(kept_apart / "key"), lambda _size: None)

    assert 1 <= manifest["counts"]["content_source"] <= len(said) + 1  # one written and not said
    assert during > 1
    bring_back(file)
    assert Source.objects.count() == manifest["counts"]["content_source"]
