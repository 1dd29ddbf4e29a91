import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.models import Status
from kpknow.curation.models import Reading
from kpknow.curation.roles import Role
from stories.models import Highlight, Theme
from tests import builders as make
from tests.curation.coding.coders import FETCHED, account, address, code, make_coder, passage
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db

BODY = "We began in 1997. We met every week. 👩🏽‍🚀 came e\u0301tait."


def test_notes_of_a_session_are_coded_line_by_line() -> None:
    coder, theme = make_coder(), make.make_theme()
    session = make.make_session(summary="We asked. We answered.", key_points="Trust lasts.\n\nMoney ends.")
    sent = {"block": 3, "start": 0, "end": 11, "exact": "Money ends.", "display": "paraphrase", "theme": theme.pk}

    response = code(coder, session, sent)

    highlight = Highlight.objects.get()
    assert response.status_code == 200
    assert (highlight.session, highlight.exact, highlight.is_placed) == (session, "Money ends.", True)
    assert session.notes[highlight.start : highlight.end] == "Money ends."
    assert f'<mark data-h="{highlight.public_id}">Money ends.</mark>' in coder.get(address(session)).content.decode()


def test_what_was_read_is_remembered_for_each_coder() -> None:
    coder, other = make_coder(), make_coder()
    story = make.make_story(body="One is here.\n\nTwo is here.\n\nThree is here.")
    second = story.blocks.get(order=2)

    code(coder, story, {"read": "yes", "block": second.pk})

    counts = [client.get(address(story)).context["progress"].read for client in (coder, other)]
    assert counts == [2, 0]
    coder.post(address(story), {"finish": "yes"})
    reading = Reading.objects.get()
    assert (reading.read_to, reading.finished_at is not None) == (3, True)


def test_without_javascript_a_form_does_the_same() -> None:
    coder, theme = make_coder(), make.make_theme("Who leads")
    story = make.make_story(body=BODY)
    block = make.first_block(story)
    where = reverse("curation:code_block", args=("story", story.pk, block.pk))
    page = coder.get(where)
    assert f'name="block" value="{block.pk}"' in page.content.decode()
    starts, ends = ([value for value, _words, _chosen in page.context[name]] for name in ("starts", "ends"))
    sent = {"block": block.pk, "text_hash": block.text_hash, "start": starts[0], "end": ends[1]}

    refused = coder.post(address(story), sent | {"display": "quote_unnamed"})
    saved = coder.post(address(story), sent | {"display": "quote_unnamed", "theme": theme.pk})
    after = coder.get(saved.headers["Location"])

    assert (refused.status_code, refused.context["refused"]) == (422, "Choose at least one theme.")
    assert saved.headers["Location"] == f"{address(story)}#b{block.pk}"
    assert [one.exact for one in Highlight.objects.all()] == ["We began in 1997. We met every week."]
    assert tuple(word for word in ("Undo", "Saved.") if word in after.content.decode()) == ("Undo", "Saved.")
    coder.post(address(story), dict(after.context["undo"]))
    assert not Highlight.objects.exists()
    assert (
        coder.post(address(story), sent | {"text_hash": "old", "display": "staff", "theme": theme.pk}).status_code
        == 422
    )


def test_a_passage_marked_before_opens_with_what_it_is_and_is_removed_there() -> None:
    coder, theme = make_coder(), make.make_theme()
    story = make.make_story(body=BODY)
    block = make.first_block(story)
    code(coder, story, passage(block, theme, words="began in", display="staff"))
    highlight = Highlight.objects.get()
    where = reverse("curation:code_block", args=("story", story.pk, block.pk))

    page = coder.get(where, {"highlight": highlight.public_id})
    coder.post(address(story), {"remove": highlight.public_id})

    assert [value for value, _words, chosen in page.context["starts"] if chosen] == [3]
    assert [theme for theme, chosen in page.context["themes"] if chosen] == [theme]
    assert page.context["form"]["display"].value() == "staff"
    assert not Highlight.objects.exists()


def test_a_theme_is_proposed_as_a_draft_that_can_be_coded_to_at_once() -> None:
    coder, story = make_coder(), make.make_story(body=BODY)
    where = reverse("curation:propose_theme", args=("story", story.pk))
    make.make_theme("Who leads")

    twice = coder.post(where, {"name": "who leads", "meaning": "Who."})
    made = coder.post(where, {"name": "Money ends", "meaning": "What ends when money does.", "exclude": "Fees."})

    theme = Theme.objects.get(name="Money ends")
    assert twice.status_code == 422
    assert made.headers["Location"] == f"{address(story)}?theme={theme.pk}"
    assert (theme.status, theme.slug, theme.made_by_id) == (Status.DRAFT, "money-ends", account(coder))
    block = make.first_block(story)
    code(coder, story, passage(block, theme))
    assert Client().get(reverse("stories:theme", args=(theme.slug,))).status_code == 404


def test_only_editors_publishers_and_administrators_code() -> None:
    story = make.make_story(body=BODY)
    block, highlight = make.first_block(story), make.make_highlight(make.first_block(story), state="orphan")
    pages = [
        address(story),
        reverse("curation:code_block", args=("story", story.pk, block.pk)),
        reverse("curation:propose_theme", args=("story", story.pk)),
        reverse("curation:agreement", args=("story", story.pk)),
        reverse("curation:relink", args=(highlight.pk,)),
    ]

    opened = {role: [signed_in(make_account(role)).get(page).status_code for page in pages] for role in Role}

    may = {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR}
    assert opened == {role: [200 if role in may else 403] * len(pages) for role in Role}
    assert [Client().get(page).status_code for page in pages] == [302] * len(pages)


def test_texts_that_are_none_or_withdrawn_are_not_found() -> None:
    coder, gone = make_coder(), make.make_story(status=Status.WITHDRAWN)

    for where in (
        address(gone),
        "/staff/coding/story/9999/",
        "/staff/coding/song/1/",
        f"/staff/coding/story/{'9' * 25}/",
    ):
        assert coder.get(where).status_code == 404
    assert coder.get(f"/staff/coding/story/{gone.pk}/passages/1/").status_code == 404


def test_a_page_and_a_save_cost_the_same_however_much_is_marked() -> None:
    costs = []
    for rows in (1, 3):
        coder, themes = make_coder(), [make.make_theme() for _ in range(rows)]
        story = make.make_story(body="\n\n".join(f"Passage {n} is here. It goes on." for n in range(rows)))
        for block in story.blocks.all():
            code(coder, story, passage(block, *themes))
        sent = passage(make.first_block(story), themes[0], words="It goes on.")
        coder.get(address(story))
        with CaptureQueriesContext(connection) as page:
            coder.get(address(story))
        with CaptureQueriesContext(connection) as save:
            coder.post(address(story), sent, headers=FETCHED)
        costs.append((len(page), len(save)))

    assert costs[0] == costs[1]
    assert costs[0][0] == PAGE
    assert costs[0][1] <= SAVE


PAGE = 10
"""Session, account, its rights (2), the text (2), its marks (2), the reading, the themes."""
SAVE = 38
"""A page's, the marks once more, the place (2), the highlight and its themes (4), and what the history writes; on
PostgreSQL it writes in fewer."""
