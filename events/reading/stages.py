"""Questions of a survey in the order in which its page and its pack tell them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.models import LearningStage, Question


def by_stage(questions: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    """Questions under the stages of learning in their cycle, those of none first; stages without questions left out."""
    stages = [("", _("Who answered, and in general")), *((value, str(label)) for value, label in LearningStage.choices)]
    groups = [(label, [question for question in questions if question.stage == value]) for value, label in stages]
    return [(label, found) for label, found in groups if found]
