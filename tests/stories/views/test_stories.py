import json
import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Consent, Naming
from stories.models import Story
from tests import builders as make
from tests.stories.full import full_story

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 16
"""The content version, asked by each of two catalogues (2); the story, its event, contributions, blocks, highlights,
their themes (8); media, organisations, figures, timeline, comments, its source (14); what to read next, stories with
the same words."""


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries_for_one_row_of_each_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    story = full_story(rows)
    for n in range(rows):
        make.make_story(f"Other {n}")

    client.get(story.get_absolute_url())
    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(story.get_absolute_url())

    assert len(response.context["passages"][0].blocks) == rows
    assert len(response.context["read_next"]) == rows


def turns(story: Story, client: Client) -> list[tuple[str, str]]:
    passages = client.get(story.get_absolute_url()).context["passages"]
    return [(one.block.speaker, one.block.text) for passage in passages for one in passage.blocks]


def a_talk(consent: Consent) -> Story:
    return make.make_story(
        kind="video",
        body="[Narrator] It began.\n\n[Ada] We were afraid.\n\n[Narrator] It ended.",
        speakers={"Ada": consent},
    )


def test_a_speaker_is_read_under_the_name_they_chose(client: Client) -> None:
    ada = make.make_consent(make.make_contributor("Ada"))
    quiet = make.make_consent(make.make_contributor("Berta"), covers_name=False)

    assert turns(a_talk(ada), client)[1] == ("Ada", "We were afraid.")
    assert turns(a_talk(quiet), client)[1] == ("Name withheld", "We were afraid.")


def test_a_withdrawn_consent_takes_the_turn_out_and_one_line_says_so(client: Client) -> None:
    consent = make.make_consent(make.make_contributor("Zebulonia"))
    story = a_talk(consent)
    before = client.get(story.get_absolute_url()).content.decode()

    withdraw_consent(consent, by=AnonymousUser())
    after = client.get(story.get_absolute_url()).content.decode()

    assert "We were afraid." in before
    assert "Some passages are not shown" not in before
    assert [text for _speaker, text in turns(story, client)] == ["It began.", "It ended."]
    assert "We were afraid." not in after
    assert "Zebulonia" not in after
    assert after.count("Some passages are not shown") == 1


def test_an_expired_consent_takes_the_turn_out_on_the_day_after(client: Client) -> None:
    story = a_talk(make.make_consent(expires_on=date.fromisoformat("2026-03-01")))

    with time_machine.travel("2026-03-01T23:59:59+00:00", tick=False):
        on_its_last_day = turns(story, client)
    with time_machine.travel("2026-03-02T00:00:00+00:00", tick=False):
        after = turns(story, client)

    assert [text for _speaker, text in on_its_last_day] == ["It began.", "We were afraid.", "It ended."]
    assert [text for _speaker, text in after] == ["It began.", "It ended."]


def test_the_teller_of_the_whole_story_takes_it_away_without_its_title(client: Client) -> None:
    consent = make.make_consent(make.make_contributor("Zebulonia"))
    story = make.make_story("A title that tells", consent=consent)

    withdraw_consent(consent, by=AnonymousUser())
    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert b"A title that tells" not in response.content
    assert b"Zebulonia" not in response.content


def test_an_old_address_leads_to_the_new(client: Client) -> None:
    story = make.make_story(slug="old")
    story = Story.objects.get(pk=story.pk)
    story.slug = "new"
    story.save()

    response = client.get("/stories/old/")

    assert (response.status_code, response["Location"]) == (301, "/stories/new/")


def test_marked_words_stand_in_the_text_under_their_anchors(client: Client) -> None:
    story = make.make_story(body="The law keeps people away from care.")
    block = make.first_block(story)
    law = make.make_highlight(block, make.make_theme("Law"), words="The law keeps people away")
    care = make.make_highlight(block, make.make_theme("Trust"), words="away from care")

    page = client.get(story.get_absolute_url()).content.decode()

    assert f'<mark id="{law.anchor}">The law keeps people </mark>' in page
    assert f'<mark id="{care.anchor}">away</mark><mark> from care</mark>.' in page
    assert re.findall(r'<p class="coded">.*?</p>', page)[0].count("<a ") == 2


def test_a_highlight_whose_words_moved_is_told_but_not_marked(client: Client) -> None:
    story = make.make_story(body="The law keeps people away.")
    told = make.make_highlight(make.first_block(story), make.make_theme("Law"), text="Law frightens people off.")
    type(told).objects.filter(pk=told.pk).update(exact="something else")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "<mark" not in page
    assert f'id="{told.anchor}"' in page
    assert "Law frightens people off." in page


def test_hidden_highlights_leave_no_mark(client: Client) -> None:
    story = make.make_story()
    make.make_highlight(make.first_block(story), make.make_theme("Quiet theme"), display="staff")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "<mark" not in page
    assert "Quiet theme" not in page


XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_markup_in_any_field_comes_out_as_words(client: Client) -> None:
    consent = make.make_consent(make.make_contributor(XSS, role=XSS))
    theme = make.make_theme(f"T{XSS}")
    story = make.make_story(
        f"T{XSS}", standfirst=XSS, content_note=XSS, in_short=XSS, issue=XSS, lessons=XSS, date_note=XSS,
        body="[Ada] Said.", speakers={"Ada": consent}, topics=("<b>Tag",), source_page="p",
        organisations=(make.make_organisation(f"O{XSS}"),), programme=make.make_programme(f"P{XSS}"),
        event=make.make_event(f"E{XSS}"), source=make.make_source(f"S{XSS}", publisher=XSS),
    )  # fmt: skip
    block = make.first_block(story)
    type(block).objects.filter(pk=block.pk).update(text=f"Said {XSS} here.")
    block.refresh_from_db()
    make.make_highlight(block, theme, words=XSS[:20])
    make.make_comment(story, XSS, name=XSS[:50])
    make.make_media(story, title=XSS)
    story.figures.create(label=XSS, value=3)
    story.moments.create(dated="2012", text=XSS)

    for address in (story.get_absolute_url(), f"{story.get_absolute_url()}play/", "/stories/", "/feeds/stories.atom"):
        page = client.get(address).content.decode()
        assert "<img" not in page, address
        assert "<script>" not in page, address


def test_the_page_names_its_people_to_readers_and_to_no_machine(client: Client) -> None:
    story = a_talk(make.make_consent(make.make_contributor("Ada Full-Name", naming=Naming.FULL_NAME)))
    make.make_media(story)

    page = client.get(story.get_absolute_url()).content.decode()
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0]
    graph = json.loads(data)["@graph"]

    assert "Ada Full-Name" in page.replace(data, "")
    assert "Ada Full-Name" not in data
    assert [one["@type"] for one in graph] == ["Article", "BreadcrumbList"]
    assert graph[0]["video"][0]["transcript"] == "It began.\nWe were afraid.\nIt ended."


def test_a_hidden_turn_is_in_no_transcript_for_machines(client: Client) -> None:
    story = a_talk(make.make_consent(covers_words=False))
    make.make_media(story)

    page = client.get(story.get_absolute_url()).content.decode()

    assert "We were afraid." not in page
    assert '"transcript": "It began.\\nIt ended."' in page


@pytest.mark.parametrize(
    ("bases", "words"),
    [
        (["published_source"], "Consent: published by the source; not reconfirmed with the people in it."),
        (["written"], "Consent: given in writing by the people in it."),
        (["written", "recorded"], "Consent: given by the people in it."),
        (["written", "published_source"], "Consent: given by some of the people in it"),
    ],
)
def test_the_page_says_what_its_showing_rests_on(bases: list[str], words: str, client: Client) -> None:
    story = make.make_story(consent=make.make_consent(basis=bases[0]))
    for basis in bases[1:]:
        make.make_contribution(story, make.make_consent(basis=basis))

    assert words in client.get(story.get_absolute_url()).content.decode()


def test_people_are_credited_by_role_and_the_silent_ones_not_counted(client: Client) -> None:
    story = make.make_story()
    make.make_contribution(story, make.make_consent(make.make_contributor("Ada")))
    make.make_contribution(story, make.make_consent(covers_name=False))
    make.make_contribution(story, make.make_consent(covers_name=False))
    make.make_contribution(story, make.make_consent(withdrawn_at="2026-01-01T00:00Z"))

    credits = client.get(story.get_absolute_url()).context["people"].credits

    assert [(one.role, one.names) for one in credits] == [
        ("Teller", "The group"),
        ("Speaker", "Ada, Name withheld (×2)"),
    ]


def test_a_podcast_without_transcript_says_so_and_loads_nothing(client: Client) -> None:
    story = make.make_story(kind="podcast", body="What it is about.")
    make.make_media(story, kind="audio", address="https://soundcloud.com/a/b")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "No transcript yet." in page
    assert f'href="/stories/{story.slug}/play/"' in page
    assert "soundcloud" not in page
    assert "<iframe" not in page


def test_an_article_that_quotes_people_is_no_transcript(client: Client) -> None:
    story = make.make_story(body="It began.\n\n[Ada] Said.", speakers={"Ada": make.make_consent()})

    page = client.get(story.get_absolute_url()).content.decode()

    assert '<h2 id="transcript">The story</h2>' in page


def test_a_film_without_address_offers_its_transcript_only(client: Client) -> None:
    story = a_talk(make.make_consent())
    make.make_media(story, address="")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "Its address is not recorded." in page
    assert "Read the transcript" in page
    assert "/play/" not in page


def test_an_event_and_a_programme_readers_may_not_see_are_not_named(client: Client) -> None:
    story = make.make_story(
        event=make.make_event("Secret meeting", status="draft"),
        programme=make.make_programme("Secret programme", status="draft"),
        organisations=(make.make_organisation("Secret group", status="draft"),),
    )

    assert "Secret" not in client.get(story.get_absolute_url()).content.decode()


def test_versions_in_other_languages_are_linked_both_ways(client: Client) -> None:
    original = make.make_story("Original")
    french = make.make_story("En français", language="fr", translation_of=original)
    make.make_story("Brouillon", language="pt", translation_of=original, status="draft")

    assert client.get(original.get_absolute_url()).context["versions"] == [french]
    assert client.get(french.get_absolute_url()).context["versions"] == [original]
    assert 'hreflang="fr"' in client.get(original.get_absolute_url()).content.decode()


def test_only_accepted_comments_are_read(client: Client) -> None:
    story = make.make_story()
    make.make_comment(story, "Well told.")
    make.make_comment(story, "Spam spam.", moderation="pending")

    page = client.get(story.get_absolute_url()).content.decode()

    assert "Well told." in page
    assert "Spam" not in page


def test_staff_preview_a_draft_under_a_bar_and_strangers_do_not(client: Client, staff: Client) -> None:
    story = make.make_story("A draft", status="draft")

    seen = staff.get(story.get_absolute_url()).content.decode()

    assert 'class="staff"' in seen
    assert "A draft" in seen
    assert client.get(story.get_absolute_url()).status_code == 404
