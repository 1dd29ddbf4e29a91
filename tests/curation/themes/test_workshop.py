"""The workshop of a theme: everything by forms, nothing lost when two work at once."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import Client
from django.urls import reverse

from events.actions.consents import withdraw_consent
from kpknow.content.models import Change
from kpknow.curation.roles import Role
from stories.models import Evidence, Finding, Recommendation, Theme
from tests import builders as make
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db

QUERIES = 36
"""Session, account, its rights (4) and the theme; passages: how many, how many unseen, the page, four filters; what
figures there are; findings with evidence, voices, figures and what asks for them; what readers see of them, their
strength, what they lack; what is asked and of which findings; the version of what was seen (6)."""


def address(theme: Theme) -> str:
    return reverse("admin:stories_theme_workshop", args=(theme.pk,))


def version(client: Client, theme: Theme) -> str:
    found = re.search(r'name="version" value="(\w+)"', client.get(address(theme)).content.decode())
    assert found
    return found[1]


def send(client: Client, theme: Theme, do: str, **more: Any) -> Any:
    return client.post(address(theme), {"version": version(client, theme), "do": do, **more})


def sides(finding: Finding) -> list[tuple[str, Any]]:
    return [(one.side, one.highlight) for one in finding.evidence.order_by("side", "order")]


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(make_account(Role.EDITOR))


def test_an_editor_makes_a_finding_of_ticked_passages_and_adds_what_challenges_it(editor: Client) -> None:
    theme = make.make_theme()
    one, two, three = (make.make_highlight(make.make_session(), theme) for _ in range(3))

    made = send(editor, theme, "new", claim="Care comes first", passage=[one.pk, two.pk])
    finding = theme.findings.get()
    send(editor, theme, f"challenge:{finding.pk}", passage=[three.pk])

    assert made.headers["Location"] == f"{address(theme)}#finding-{finding.pk}"
    assert sides(finding) == [("challenges", three), ("supports", one), ("supports", two)]
    assert Change.objects.filter(kind="stories.evidence").exists()


def test_every_button_does_what_it_says(editor: Client) -> None:
    theme = make.make_theme()
    voices = [make.make_highlight(make.make_session(), theme) for _ in range(2)]
    first, second = make.make_finding(theme, *voices), make.make_finding(theme)
    question = make.make_question()
    rows = {one.highlight_id: one.pk for one in Evidence.objects.all()}
    ticked = {"evidence": [rows[voices[1].pk]]}

    send(editor, theme, f"up:{first.pk}", **ticked)
    assert sides(first) == [("supports", voices[1]), ("supports", voices[0])]
    send(editor, theme, f"down:{first.pk}", **ticked)
    send(editor, theme, f"turn:{first.pk}", **ticked)
    assert sides(first) == [("challenges", voices[1]), ("supports", voices[0])]
    send(editor, theme, f"give:{first.pk}", **ticked, **{f"to-{first.pk}": second.pk})
    assert sides(second) == [("challenges", voices[1])]
    send(editor, theme, f"drop:{second.pk}", **ticked)
    assert sides(second) == []
    send(editor, theme, "figure", question=question.pk, to=second.pk)
    assert list(second.questions.all()) == [question]
    send(editor, theme, f"unfigure:{second.pk}", **{f"figure-{second.pk}": question.pk})
    assert list(second.questions.all()) == []
    send(editor, theme, f"judge:{first.pk}", **{f"state-{first.pk}": "contested"})
    assert theme.findings.get(pk=first.pk).state == "contested"
    send(editor, theme, f"take_over:{first.pk}")
    send(editor, theme, f"later:{first.pk}")
    assert list(theme.findings.order_by("order").values_list("pk", "state")) == [
        (second.pk, "thin"),
        (first.pk, "thin"),
    ]


def test_recommendations_are_written_ordered_tied_to_findings_and_deleted(editor: Client) -> None:
    theme = make.make_theme()
    first, second = make.make_finding(theme), make.make_finding(theme, order=2)

    def asked() -> list[Any]:
        return [
            (one.text, one.audience, list(one.findings.order_by("pk")))
            for one in theme.recommendations.order_by("order")
        ]

    made = send(editor, theme, "ask", text=" Pay  for time. ", audience="Funders", rests=[first.pk, second.pk])
    pay = theme.recommendations.get()
    assert made.headers["Location"] == f"{address(theme)}#asked-{pay.pk}"
    send(editor, theme, "ask", text="Come back.", rests=second.pk)
    come = theme.recommendations.last()
    assert asked() == [("Pay for time.", "Funders", [first, second]), ("Come back.", "", [second])]

    send(editor, theme, f"asked_up:{come.pk}")
    send(editor, theme, f"reword:{pay.pk}", text="Pay for reflection.", audience="", rests=first.pk)
    assert asked() == [("Come back.", "", [second]), ("Pay for reflection.", "", [first])]
    send(editor, theme, f"asked_down:{come.pk}")
    send(editor, theme, f"unask:{pay.pk}")
    assert asked() == [("Come back.", "", [second])]


def test_a_recommendation_that_cannot_be_saved_keeps_its_words_and_changes_nothing(editor: Client) -> None:
    theme, other = make.make_theme(), make.make_finding()
    finding = make.make_finding(theme)
    send(editor, theme, "ask", text="Pay for time.", rests=finding.pk)
    pay = theme.recommendations.get()

    without = send(editor, theme, f"reword:{pay.pk}", text="Reworded & kept", rests=other.pk).content.decode()
    too_long = send(editor, theme, "ask", text="x" * 301, rests=finding.pk).content.decode()
    empty = send(editor, theme, "ask", text=" ", rests=finding.pk).content.decode()

    assert "Tick at least one finding" in without
    assert ">Reworded &amp; kept</textarea>" in without
    assert "Recommendation: at most 300 characters." in too_long
    assert "x" * 301 in too_long
    assert "Write what is asked." in empty
    pay.refresh_from_db()
    assert (pay.text, list(pay.findings.all()), theme.recommendations.count()) == ("Pay for time.", [finding], 1)


def test_what_leads_to_a_person_takes_a_public_theme_back_into_review(editor: Client) -> None:
    theme = make.make_theme()
    voice = make.make_highlight(make.make_session(), theme)

    send(editor, theme, "new", claim="Call Zola on +254 712 345 678", passage=voice.pk)

    theme.refresh_from_db()
    assert theme.status == "in_review"


def test_figures_are_chosen_without_a_script_and_only_what_readers_can_see(editor: Client) -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme)
    shown = make.make_question(wording="Did zebras change it?")
    other = make.make_question(wording="What else?")
    unseen = make.make_question(make.make_survey(status="draft"))

    def offered(**asked: Any) -> list[Any]:
        return editor.get(address(theme), asked).context["figures"].found

    refused = send(editor, theme, "figure", question=unseen.pk, to=finding.pk)

    assert (set(offered()), offered(figure="zebras")) == ({shown, other}, [shown])
    assert "Choose a survey question that readers can see." in refused.content.decode()
    assert not finding.questions.exists()


def test_who_sends_what_another_changed_meanwhile_loses_no_tick_and_overwrites_nothing(editor: Client) -> None:
    theme = make.make_theme()
    mine, theirs = (make.make_highlight(make.make_session(), theme) for _ in range(2))
    seen = version(editor, theme)
    make.make_finding(theme, theirs, claim="Theirs")

    answer = editor.post(address(theme), {"version": seen, "do": "new", "claim": "Mine & ours", "passage": [mine.pk]})
    page = answer.content.decode()

    assert [one.claim for one in theme.findings.all()] == ["Theirs"]
    assert "Somebody changed these findings meanwhile" in page
    assert 'value="Mine &amp; ours"' in page
    assert f'value="{mine.pk}" checked' in page
    assert f'value="{theirs.pk}" checked' not in page


def test_passages_are_narrowed_by_words_use_country_event_and_people(editor: Client) -> None:
    theme = make.make_theme()
    event = make.make_event(code="KH")
    story = make.make_story(codes=("KE",), people=("msm",))
    told = make.make_highlight(make.first_block(story), theme)
    said = make.make_highlight(make.make_session(event), theme, text="Zebra words.")
    unseen = make.make_highlight(make.make_session(event), theme, display="staff")
    make.make_highlight(make.make_session(event), make.make_theme())
    make.make_finding(theme, told)
    coder = make_account(Role.EDITOR)
    told.codings.update(coder=coder)

    def shown(**asked: Any) -> list[Any]:
        return list(editor.get(address(theme), asked).context["passages"].page)

    assert shown() == [said, told]
    assert shown(q="zebra") == [said]
    assert (shown(used="no"), shown(used="yes")) == ([said], [told])
    assert (shown(place="KE"), shown(place="kh")) == ([told], [said])
    assert shown(event=event.pk) == [said]
    assert shown(people="msm") == [told]
    assert (shown(coder=coder.pk), shown(coder=coder.pk + 1)) == ([told], [])
    assert "1 more passage is tied to this theme" in editor.get(address(theme)).content.decode()
    assert unseen not in shown()


NONSENSE = ["\x00", "💥", "9" * 30, "x" * 10_000, "-1", "ꙮ²"]


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_answered_with_words_and_changes_nothing(value: str, editor: Client) -> None:
    theme = make.make_theme()
    finding = make.make_finding(theme, make.make_highlight(make.make_session(), theme))
    before = sides(finding)
    fields = dict.fromkeys(("q", "used", "place", "event", "people", "coder", "figure", "page"), value)

    assert editor.get(address(theme), fields).status_code == 200
    names = ("passage", "evidence", "question", "to", "rests", "claim", "text", "audience")
    everything = dict.fromkeys(names, value * 3)
    everything["version"] = version(editor, theme)
    asked = ("new", value, f"support:{value}", f"drop:{finding.pk}", "figure", f"judge:{finding.pk}", "ask")
    for do in asked:
        assert editor.post(address(theme), {**everything, "do": do}).status_code == 200
    assert (sides(finding), theme.findings.count()) == (before, 1)
    assert editor.get(reverse("admin:stories_theme_workshop", args=(value.replace("\x00", "0"),))).status_code == 302


def test_each_finding_says_what_it_lacks_and_what_its_strength_suggests(editor: Client) -> None:
    theme = make.make_theme()
    consent = make.make_consent()
    withdrawn = make.make_story(status="withdrawn", withdrawal_reason="Asked to.")
    voices = [
        make.make_highlight(make.make_session(), theme, display="staff"),
        make.make_highlight(make.make_session(), theme, consent=consent),
        make.make_highlight(make.first_block(withdrawn), theme),
    ]
    make.make_finding(theme, *voices, state="supported")
    withdraw_consent(consent, by=AnonymousUser())

    page = editor.get(address(theme)).content.decode()

    for why in ("it is for staff only.", "no consent covers it today.", "its source was withdrawn."):
        assert f"Readers cannot see it, and it is not counted: {why}" in page
    assert "Nothing readers can see supports it." in page
    assert "You chose “Supported”" in page
    assert "Take over “Thin”" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_finding_and_for_three(
    rows: int, editor: Client, django_assert_num_queries: Any
) -> None:
    theme = make.make_theme()
    for _ in range(rows):
        voices = [make.make_highlight(source, theme) for source in (None, make.make_session()) for _row in range(rows)]
        finding = make.make_finding(theme, *voices)
        finding.questions.add(make.make_question())
        Recommendation.objects.create(theme=theme, text="Pay for it.").findings.add(finding)
    editor.get(address(theme))

    with django_assert_num_queries(QUERIES):
        editor.get(address(theme))


def test_authors_and_moderators_stay_outside() -> None:
    theme = make.make_theme()

    for role in (Role.AUTHOR, Role.MODERATOR):
        client = signed_in(make_account(role))
        assert [client.get(address(theme)).status_code, client.post(address(theme)).status_code] == [403, 403]


RIGHTS = ("view_theme", "change_theme", "view_finding", "change_finding", "add_finding", "delete_finding")


@pytest.mark.parametrize("lacking", [None, *RIGHTS])
def test_building_needs_the_right_to_change_the_theme_and_its_findings(lacking: str | None) -> None:
    theme = make.make_theme()
    voice = make.make_highlight(make.make_session(), theme)
    finding = make.make_finding(theme)
    account = make_account()
    account.user_permissions.set(Permission.objects.filter(codename__in=set(RIGHTS) - {lacking}))
    client = signed_in(account)
    seen = version(signed_in(make_account(Role.EDITOR)), theme)

    page = client.get(address(theme))
    done = client.post(address(theme), {"version": seen, "do": f"support:{finding.pk}", "passage": voice.pk})

    may = lacking not in ("change_theme", "change_finding")
    assert (page.status_code, done.status_code) == ((200, 302) if may else (403, 403))
    assert finding.evidence.exists() == may
    if may:
        made = send(client, theme, "new", claim="Care comes first", passage=voice.pk)
        assert made.status_code == (403 if lacking == "add_finding" else 302)
        assert ("w-claim" in page.content.decode()) == (lacking != "add_finding")
