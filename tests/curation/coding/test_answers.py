"""Open answers are read one after another and tied to themes; nobody learns who gave them."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Answer, Response
from kpknow.content.actions.publishing import blockers_of, withdraw
from kpknow.curation.coding.texts import ANSWERS_A_PAGE
from kpknow.curation.models import Reading
from kpknow.curation.roles import Role
from stories.models import Display, Highlight, HighlightState
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.curation.coding.coders import SAID, address, asked, code, coded, make_coder, sent
from tests.curation.coding.test_files import table
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db


def public() -> list[Highlight]:
    return list(Highlight.objects.visible_to(AnonymousUser()))


def test_answers_are_coded_one_by_one_and_told_in_our_words() -> None:
    coder, theme, question = make_coder(), make.make_theme(), asked()

    page = coder.get(address(question))
    waits = code(coder, question, sent(question, "It helped.", theme))
    highlight = Highlight.objects.get()
    hidden = public()
    code(coder, question, sent(question, "It helped.", theme, text="Meeting helped.", highlight=highlight.public_id))

    assert [block.text for block in page.context["text"].blocks] == list(SAID)
    assert page.context["form"]["display"].value() == "paraphrase"
    assert "once it is told in our words" in waits.content.decode()
    assert (highlight.question, highlight.answer.text, highlight.is_placed) == (question, SAID[0], True)
    assert (hidden, public()) == ([], [highlight])
    assert f'<mark data-h="{highlight.public_id}">It helped.</mark>' in coder.get(address(question)).content.decode()


def test_without_javascript_a_form_does_the_same_and_undoes_it() -> None:
    coder, theme, question = make_coder(), make.make_theme(), asked()
    answer = Answer.objects.get(text=SAID[0])

    page = coder.get(reverse("curation:code_block", args=("question", question.pk, answer.pk)))
    ends = [value for value, _words, _chosen in page.context["ends"]]
    chosen = {"block": answer.pk, "text_hash": page.context["passage"].text_hash, "start": 0, "end": ends[1]}
    saved = coder.post(address(question), chosen | {"theme": theme.pk, "display": "quote_unnamed"})
    kept = Highlight.objects.get().exact
    coder.post(address(question), dict(coder.get(saved.headers["Location"]).context["undo"]))

    assert page.context["form"]["display"].value() == "paraphrase"
    assert (kept, Highlight.objects.count()) == (SAID[0], 0)


def test_who_answered_is_never_said() -> None:
    question = asked()
    highlight = coded(question, display="quote_unnamed", text="")
    make.make_consent()
    Highlight.objects.update(voice="A woman of a network in Kenya")
    highlight.refresh_from_db()

    page = Client().get(question.survey.get_absolute_url()).content.decode()

    assert highlight.shown_voice == "A survey answer"
    assert "Nothing changed." in page
    assert "A woman" not in page
    refused = code(make_coder(), question, sent(question, "I left.", make.make_theme(), display="quote_named"))
    assert (refused.status_code, "needs that person" in refused.content.decode()) == (422, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Highlight.objects.update(consent=make.make_consent())


def test_words_of_fewer_than_five_people_are_shown_to_no_reader() -> None:
    few, enough = asked(*SAID[:4]), asked(*SAID[:5])
    for question in (few, enough):
        told = sent(question, "Nothing changed.", make.make_theme(), text="No change.")
        code(make_coder(), question, told)

    shown = public()

    assert [highlight.question for highlight in shown] == [enough]
    assert "fewer than five people" in make_coder().get(address(few)).content.decode()
    assert Client().get(Highlight.objects.get(question=few).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("display", ["quote_unnamed", "paraphrase"])
def test_what_may_tell_who_somebody_is_waits(display: str) -> None:
    question = asked(*SAID, "Ring +254 712 004 418 tonight.")
    words = "Ring +254 712 004 418 tonight."
    text = "They ask to ring +254 712 004 418." if display == "paraphrase" else ""

    answer = code(make_coder(), question, sent(question, words, make.make_theme(), display=display, text=text))

    assert "It may tell who somebody is" in answer.content.decode()
    assert (public(), Highlight.objects.get().state) == ([], HighlightState.PROPOSED)


def test_a_quoted_answer_is_looked_at_with_its_survey() -> None:
    question = asked(*SAID, "Ring +254 712 004 418 tonight.")
    code(make_coder(), question, sent(question, "Ring", make.make_theme(), display="quote_unnamed"))
    ready = [blocker.words for blocker in blockers_of(question.survey)]

    Highlight.objects.update(exact="Ring +254 712 004 418 tonight.")

    said = [str(blocker.words) for blocker in blockers_of(question.survey)]
    assert len(said) == len(ready) + 1
    assert "+254 712 004 418" in " ".join(said)


def test_the_form_of_a_passage_keeps_its_answer_anonymous_and_told(staff: Client) -> None:
    question, consent = asked(), make.make_consent()
    highlight = coded(question)
    where = reverse("admin:stories_highlight_change", args=(highlight.pk,))
    form = filled_form(staff, where)

    named = staff.post(where, form | {"consent": str(consent.pk)})
    bare = staff.post(where, form | {"text": ""})
    other = staff.post(where, form | {"exact": "Everything changed."})
    saved = staff.post(where, form | {"text": "Nothing was different."})
    highlight.refresh_from_db()

    assert [response.status_code for response in (named, bare, other, saved)] == [200, 200, 200, 302]
    assert "no consent to name" in named.content.decode()
    assert "before it is confirmed" in bare.content.decode()
    assert (highlight.text, highlight.answer.text, highlight.is_placed) == (
        "Nothing was different.",
        "Nothing changed.",
        True,
    )


def test_many_answers_come_a_page_at_a_time() -> None:
    coder, theme, question = make_coder(), make.make_theme(), asked("First.")
    file = question.survey.answer_files.get()
    people = Response.objects.bulk_create(Response(survey=question.survey, file=file) for _ in range(ANSWERS_A_PAGE))
    Answer.objects.insert([(one.pk, question.pk, None, None, f"Answer {n}.") for n, one in enumerate(people, start=2)])
    last = Answer.objects.order_by("pk").last()

    first, second = coder.get(address(question)), coder.get(f"{address(question)}?page=2")
    saved = coder.post(
        f"{address(question)}?page=2", sent(question, last.text, theme, text="Told.", display="paraphrase")
    )
    block = coder.get(reverse("curation:code_block", args=("question", question.pk, last.pk)))

    assert (len(first.context["text"].blocks), "Answers 1 to 200 of 201" in first.content.decode()) == (200, True)
    assert [(one.number, one.text) for one in second.context["text"].blocks] == [(201, last.text)]
    assert saved.headers["Location"] == f"{address(question)}?page=2#b{last.pk}"
    assert block.context["text"].address == f"{address(question)}?page=2"
    assert Reading.objects.get().read_to == 201
    assert coder.get(f"{address(question)}?page=2").context["progress"].read == 1
    assert coder.get(address(question)).context["marks"].lost == []
    for odd in ("0", "-1", "99999", "9" * 30, "x", "\x00", "٢"):
        assert coder.get(address(question), {"page": odd}).status_code == 200


def test_a_page_of_answers_costs_the_same_however_many_and_however_coded() -> None:
    coder, costs = make_coder(), []
    for said in (SAID[:1], SAID[:3]):
        question = asked(*said)
        for words in said:
            code(coder, question, sent(question, words, make.make_theme()))
        coder.get(address(question))
        with CaptureQueriesContext(connection) as queries:
            coder.get(address(question))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_a_second_coder_works_blind_and_the_two_are_compared() -> None:
    question, theme = asked(), make.make_theme("Who leads")
    first, second = make_coder(), make_coder()
    for coder, words in ((first, "Nothing changed."), (second, "Money ended.")):
        code(coder, question, sent(question, "I left.", theme))
        blind = coder.get(address(question)).context["marks"].counts()
        code(coder, question, sent(question, words, theme))
        coder.post(address(question), {"finish": "yes"})

    compared = first.get(reverse("curation:agreement", args=("question", question.pk))).context["compared"]

    assert blind == {theme.pk: 1}
    assert (compared.blocks, compared.overall.percent) == (6, 67)
    assert [block.text for block, _theme, _first in compared.differences] == ["Nothing changed.", "Money ended."]


def test_forms_and_the_start_of_coding_lead_to_the_answers(curator: Any) -> None:
    coder, question, closed = make_coder(), asked(), make.make_counted(None, "Yes", "No")
    start = reverse("curation:coding")

    before = coder.get(start).context
    code(coder, question, sent(question, "I left.", make.make_theme()))
    after = coder.get(start).context

    assert (list(before["uncoded_questions"]), list(before["coded_questions"])) == ([question], [])
    assert (list(after["uncoded_questions"]), list(after["coded_questions"])) == ([], [question])
    form = coder.get(reverse("admin:events_question_change", args=(question.pk,))).content.decode()
    assert f'href="{address(question)}"' in form
    assert coder.get(address(closed)).status_code == 404
    withdraw(question.survey, reason="Asked for.", by=curator)
    assert coder.get(address(question)).status_code == 404


def test_only_who_may_code_reads_answers() -> None:
    question = asked()
    answer = Answer.objects.first()
    pages = [address(question), reverse("curation:code_block", args=("question", question.pk, answer.pk))]

    opened = {role: {signed_in(make_account(role)).get(page).status_code for page in pages} for role in Role}

    assert {role for role, codes in opened.items() if codes == {200}} == {
        Role.EDITOR,
        Role.PUBLISHER,
        Role.ADMINISTRATOR,
    }


def test_passages_of_answers_leave_with_their_question_and_only_what_may_be_quoted() -> None:
    question, theme = asked(), make.make_theme("Who leads")
    code(make_coder(), question, sent(question, "Nothing changed.", theme, text="No change was felt."))
    code(make_coder(), question, sent(question, "I left.", theme, display=Display.QUOTE_UNNAMED))

    rows = table(make_coder(), "highlights")

    assert [(row["source"], row["speaker"], row["marked words"], row["in our words"]) for row in rows] == [
        (f"{question.survey}: What stayed with you?", "A survey answer", "", "No change was felt."),
        (f"{question.survey}: What stayed with you?", "A survey answer", "I left.", ""),
    ]
