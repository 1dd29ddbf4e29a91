import pytest

from stories.models import Theme
from tests import builders as make


@pytest.fixture
def theme(db: None) -> Theme:
    theme = make.make_theme("Learning that lasts", slug="lasting", summary="Practice changed.", limits="One survey.")
    survey = make.make_survey("Follow-up", slug="follow-up")
    question = make.make_question(survey, wording="What changed?", shares={"Practice": 55, "Policy": 12})
    voice = make.make_highlight(question, theme, text="It changed how we work.", voice="A survey answer")
    finding = make.make_finding(theme, voice, claim="Practice changed", explanation="Nearly all did something.")
    finding.questions.add(question)
    make.make_finding(theme, make.make_highlight(None, theme), claim="It travels inside")
    theme.recommendations.create(order=1, text="Plan reminders.", audience="Organisers").findings.set([finding])
    theme.figures.create(order=1, option=question.options.get(label="Practice"), label="changed their practice")
    return theme
