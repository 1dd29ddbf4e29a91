"""A pack is chosen, made of what may leave the site today, and remembered without words."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kpknow.content.actions.publishing import withdraw
from kpknow.packs.models import Pack
from stories.models import Theme
from tests.packs.copies import ask, made, name_of, pages, slides

pytestmark = pytest.mark.django_db


def test_the_page_offers_every_finding_and_figure(theme: Theme) -> None:
    response = ask("theme:lasting")

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert response.context["form"].fields["point"].choices == [("f1", "Practice changed"), ("f2", "It travels inside")]
    assert response.context["form"].fields["figure"].choices == [("follow-up-q1", "What changed?")]
    assert not Pack.objects.exists()


def test_slides_say_what_the_page_says(theme: Theme) -> None:
    shown = slides(made("theme:lasting", "pptx"))

    assert "Practice changed." in shown[1]
    assert "55%" in shown[2]
    assert "n = 32" in shown[2]
    chart = next(slide for slide in shown if "Practice=55" in slide)
    assert "Policy=12" in chart
    assert "n = 32" in chart
    assert "Follow-up" in chart


def test_the_brief_says_what_the_page_says(theme: Theme) -> None:
    shown = pages(made("theme:lasting", "pdf"))

    assert len(shown) <= 4
    words = " ".join(shown)
    assert "It changed how we work." in words
    assert "55%" in words
    assert "n = 32" in words
    assert "Plan reminders." in words


def test_every_copy_carries_its_name_and_the_address_to_ask(theme: Theme) -> None:
    response = ask("theme:lasting", "pptx")
    pack = Pack.objects.get()

    assert name_of(response) == pack.name
    shown = slides(response.content)
    assert all(f"pack {pack.name}" in slide for slide in shown)
    assert f"http://testserver/packs/{pack.name}/" in shown[0]


def test_the_same_choice_is_the_same_pack_while_nothing_changed(theme: Theme) -> None:
    first = name_of(ask("theme:lasting", "pptx"))
    again = name_of(ask("theme:lasting", "pdf", tone="informal", audience="inside"))
    ticked = name_of(ask("theme:lasting", "pptx", chosen="1", point=["f1", "f2"], figure=["follow-up-q1"]))
    other = name_of(ask("theme:lasting", "pptx", chosen="1", point=["f2"]))

    assert first == again == ticked != other
    assert Pack.objects.count() == 2


def test_only_what_was_ticked_goes_in(theme: Theme) -> None:
    shown = "\n".join(slides(made("theme:lasting", "pptx", chosen="1", point=["f2"])))

    assert "It travels inside" in shown
    assert "Nearly all did something." not in shown
    assert "Plan reminders." not in shown
    assert "55%" not in shown


@pytest.mark.parametrize(
    "of", ["", "theme", "theme:nothing", "stories:x", "person:1", "theme:\x00", ":", "theme:" + "x" * 9000]
)
def test_a_wrong_subject_is_not_found(of: str) -> None:
    assert ask(of).status_code == 404


@pytest.mark.parametrize(
    "choice",
    [
        {"file": "exe"}, {"file": "\x00"}, {"file": "pptx", "language": "xx"}, {"file": "pptx", "audience": "😀"},
        {"file": "pptx", "chosen": "1"}, {"file": "pptx", "chosen": "1", "point": ["f9"]},
    ],
)  # fmt: skip
def test_a_wrong_choice_is_told_and_nothing_is_made(theme: Theme, choice: dict[str, str]) -> None:
    response = Client().get("/packs/new/", {"of": "theme:lasting"} | choice)

    assert response.status_code == 200
    assert "No file was made" in response.content.decode()
    assert not Pack.objects.exists()


def test_a_withdrawn_theme_has_no_pack(theme: Theme) -> None:
    withdraw(theme, by=AnonymousUser(), reason="Asked to.")

    assert ask("theme:lasting").status_code == 410
    assert ask("theme:lasting", "pptx").status_code == 410


def test_files_are_made_at_a_bounded_rate(theme: Theme) -> None:
    answers = [ask("theme:lasting", "txt").status_code for _time in range(21)]

    assert answers == [200] * 20 + [429]


def test_asking_for_the_head_alone_makes_nothing(theme: Theme) -> None:
    response = Client().head("/packs/new/?of=theme:lasting&file=pptx")

    assert response.status_code == 200
    assert not Pack.objects.exists()
