from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from events.models import Consent
from stories.models import Coding, Display, Highlight, HighlightState
from stories.reading.tallies import tallies
from tests import builders as make
from tests.curation.coding.coders import account, address, code, make_coder, passage

pytestmark = pytest.mark.django_db

BODY = "We began in 1997. We met every week. 👩🏽‍🚀 came e\u0301tait."


def said(response: Any) -> str:
    return str(response.content.decode())


def undo_of(response: Any) -> dict[str, list[str]]:
    text = said(response)
    start = text.index(' data-undo="') + len(' data-undo="')
    return parse_qs(text[start : text.index('"', start)].replace("&amp;", "&"), keep_blank_values=True)


def test_a_passage_is_saved_where_it_stands_and_readers_see_it() -> None:
    coder, theme = make_coder(), make.make_theme("Who leads")
    block = make.first_block(make.make_story(body=BODY))

    response = code(coder, block.story, passage(block, theme, words="We met every week."))

    [highlight] = Highlight.objects.all()
    assert response.status_code == 200
    assert (highlight.start, highlight.end, highlight.exact) == (18, 36, "We met every week.")
    assert (highlight.prefix, highlight.coder_id) == ("We began in 1997. ", account(coder))
    assert [(one.theme, one.coder_id) for one in highlight.codings.all()] == [(theme, account(coder))]
    assert list(Highlight.objects.visible_to(AnonymousUser())) == [highlight]
    assert said(response).startswith('<li class="blk done"')
    assert 'data-said="Saved."' in said(response)
    assert f'<mark data-h="{highlight.public_id}">We met every week.</mark>' in said(response)


def test_words_that_changed_meanwhile_are_not_saved() -> None:
    coder, theme = make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))
    wrong = [
        {"exact": "Other words"},
        {"exact": ""},
        {"start": 99999},
        {"end": 10**12},
        {"start": 5, "end": 5},
        {"start": "x"},
        {"theme": []},
        {"theme": [10**12]},
        {"theme": ["\x00"]},
        {"display": "loud"},
        {"display": "quote_named"},
        {"text": "x" * 5000},
        {"exact": "\x00"},
    ]

    answers = [code(coder, block.story, passage(block, theme) | changes).status_code for changes in wrong]

    assert answers == [422] * len(wrong)
    assert not Highlight.objects.exists()


def test_no_character_is_cut_in_two() -> None:
    coder, theme = make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))
    at = block.text.index("👩")

    cut = code(coder, block.story, passage(block, theme) | {"start": at, "end": at + 1, "exact": block.text[at]})
    whole = code(coder, block.story, passage(block, theme, words="👩🏽‍🚀 came e\u0301tait"))

    assert (cut.status_code, whole.status_code) == (422, 200)
    assert "This cuts a character in two." in said(cut)


def test_what_is_no_passage_of_the_text_is_refused() -> None:
    coder, theme = make_coder(), make.make_theme()
    block, other = (make.first_block(make.make_story(body=BODY)) for _ in range(2))

    for sent in ({"block": other.pk}, {"block": "9" * 30}, {"block": ""}, {"highlight": "nonesuch"}, {"remove": "x"}):
        assert code(coder, block.story, passage(block, theme) | sent).status_code == 409
    assert coder.post(address(block.story), {}).status_code == 302
    assert not Highlight.objects.exists()


def test_the_same_words_are_one_voice_whoever_ties_them() -> None:
    first, second, theme, more = make_coder(), make_coder(), make.make_theme(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))

    code(first, block.story, passage(block, theme))
    code(second, block.story, passage(block, theme, more))

    [highlight] = Highlight.objects.visible_to(AnonymousUser())
    assert sorted(highlight.codings.values_list("theme", "coder")) == sorted(
        [(theme.pk, account(first)), (theme.pk, account(second)), (more.pk, account(second))]
    )
    assert [tallies([one], AnonymousUser())[one.pk].voices for one in (theme, more)] == [1, 1]
    reader = Client()
    page = reader.get(reverse("stories:theme_voices", args=(theme.slug,))).content.decode()
    assert page.count(highlight.exact) == 1
    assert page.count(f">{theme.name}</a>, ") + page.count(f">{theme.name}</a> ·") == 1


def test_words_two_coders_cut_differently_are_shown_once() -> None:
    first, second, theme = make_coder(), make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))

    code(first, block.story, passage(block, theme))
    code(second, block.story, passage(block, theme, words="We began in 1997. We met every week."))

    assert [one.exact for one in Highlight.objects.visible_to(AnonymousUser())] == ["We began in 1997."]
    assert list(Highlight.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "proposed"]


def test_somebodys_own_words_to_be_told_in_ours_wait_until_they_are() -> None:
    ada = make.make_consent(make.make_contributor("Ada"))
    coder, theme = make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body="[Ada] We began. We went on.", speakers={"Ada": ada}))

    waits = code(coder, block.story, passage(block, theme, display=Display.PARAPHRASE))
    highlight = Highlight.objects.get()
    assert (highlight.state, highlight.consent) == (HighlightState.PROPOSED, ada)
    assert "once it is told in our words" in said(waits)
    code(
        coder,
        block.story,
        passage(block, theme, display=Display.PARAPHRASE, text="They began.", highlight=highlight.public_id),
    )
    highlight.refresh_from_db()

    assert (highlight.state, highlight.text) == (HighlightState.CONFIRMED, "They began.")


def test_a_name_needs_its_consent_and_its_end_hides_it() -> None:
    ada = make.make_consent(make.make_contributor("Ada"))
    coder, theme = make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body="[Ada] We began.", speakers={"Ada": ada}))

    saved = code(coder, block.story, passage(block, theme, display=Display.QUOTE_NAMED))
    assert (saved.status_code, Highlight.objects.visible_to(AnonymousUser()).count()) == (200, 1)
    Consent.objects.filter(pk=ada.pk).update(covers_words=False)

    assert Highlight.objects.visible_to(AnonymousUser()).count() == 0
    page = coder.get(address(block.story)).content.decode()
    assert "no consent lets the words of Ada onto the site today" in page


def test_an_edit_changes_the_passage_and_undoing_it_brings_back_what_was() -> None:
    coder, theme, other = make_coder(), make.make_theme(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))
    code(coder, block.story, passage(block, theme))
    highlight = Highlight.objects.get()

    changed = code(coder, block.story, passage(block, other, words="We met every week.", highlight=highlight.public_id))
    highlight.refresh_from_db()
    assert (highlight.exact, list(highlight.themes.all())) == ("We met every week.", [other])
    code(coder, block.story, undo_of(changed))
    highlight.refresh_from_db()

    assert (highlight.exact, list(highlight.themes.all())) == ("We began in 1997.", [theme])


def test_a_new_passage_is_undone_by_removing_it_and_a_removed_one_comes_back() -> None:
    coder, theme = make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))

    saved = code(coder, block.story, passage(block, theme))
    gone = code(coder, block.story, undo_of(saved))
    assert not Highlight.objects.exists()
    code(coder, block.story, undo_of(gone))

    assert [(one.exact, list(one.themes.all())) for one in Highlight.objects.all()] == [("We began in 1997.", [theme])]


def test_more_themes_for_the_same_words_are_added_to_those_they_have() -> None:
    coder, theme, other = make_coder(), make.make_theme(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))
    code(coder, block.story, passage(block, theme, text="They began."))

    added = code(coder, block.story, passage(block, other))
    assert {one.theme for one in Coding.objects.all()} == {theme, other}
    code(coder, block.story, undo_of(added))

    assert [(one.theme, one.highlight.text) for one in Coding.objects.all()] == [(theme, "They began.")]


def test_nobody_removes_what_others_tied_or_a_finding_rests_on() -> None:
    first, second, theme = make_coder(), make_coder(), make.make_theme()
    block = make.first_block(make.make_story(body=BODY))
    code(first, block.story, passage(block, theme))
    code(second, block.story, passage(block, theme))
    highlight = Highlight.objects.get()

    code(first, block.story, {"remove": highlight.public_id})
    assert list(highlight.codings.values_list("coder", flat=True)) == [account(second)]
    make.make_finding(theme, highlight)
    own = make.make_highlight(make.first_block(make.make_story(body=BODY)), theme)
    make.make_finding(theme, own)
    refused = code(second, own.block.story, {"remove": own.public_id})

    assert refused.status_code == 422
    assert "A finding rests on this passage." in said(refused)
    assert Highlight.objects.filter(pk=own.pk).exists()
