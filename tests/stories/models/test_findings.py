import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from stories.models import Evidence, Finding
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def test_a_finding_is_seen_while_it_rests_on_something_that_may_be_seen() -> None:
    theme = make.make_theme()
    on_a_voice = make.make_finding(theme, make.make_highlight())
    make.make_finding(theme, make.make_highlight(display="staff"))
    on_a_figure = make.make_finding(theme)
    on_a_figure.questions.add(make.make_question())
    make.make_finding(theme)

    assert list(Finding.objects.visible_to(ANYONE)) == [on_a_voice, on_a_figure]


def test_a_finding_does_not_rest_on_what_speaks_against_it() -> None:
    finding = make.make_finding()
    Evidence.objects.create(finding=finding, highlight=make.make_highlight(), side="challenges")

    assert list(Finding.objects.visible_to(ANYONE)) == []


def test_a_page_gets_the_evidence_and_the_figures_its_reader_may_see() -> None:
    shown, hidden = make.make_highlight(), make.make_highlight(display="staff")
    finding = make.make_finding(None, shown, hidden)
    question = make.make_question()
    finding.questions.add(question, make.make_question(make.make_survey(status="draft")))

    [found] = Finding.objects.for_page(ANYONE)

    assert [evidence.highlight for evidence in found.shown_evidence] == [shown]
    assert found.shown_questions == [question]


def test_nothing_may_be_made_to_rest_on_what_readers_cannot_see() -> None:
    evidence = Evidence(finding=make.make_finding(), highlight=make.make_highlight(state="proposed"))

    with pytest.raises(ValidationError) as refused:
        evidence.full_clean()

    assert set(refused.value.message_dict) == {"highlight"}
