"""Survey questions a finding of a theme may use as a figure, as a plain choice that needs no script."""

from itertools import groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import cached_property

from events.models import Question
from stories.models import Coding, Finding, Theme

NOBODY = AnonymousUser()
AT_ONCE = 60
LONGEST_SEARCH = 200
MOST_WORDS = 12


class Figures:
    """Of surveys readers can see. Without words: of the surveys this theme's voices and figures come from, and the
    newest others while there is room. One query and a count."""

    def __init__(self, theme: Theme, asked: QueryDict) -> None:
        self.theme = theme
        self.words = asked.get("figure", "").replace("\x00", " ")[:LONGEST_SEARCH].strip()

    @cached_property
    def found(self) -> list[Question]:
        heard = Coding.objects.filter(theme=self.theme, highlight__question__survey=OuterRef("survey"))
        used = Finding.questions.through.objects.filter(finding__theme=self.theme, question__survey=OuterRef("survey"))
        rows: Any = Question.objects.visible_to(NOBODY).select_related("survey")
        for word in self.words.split()[:MOST_WORDS]:
            rows = rows.filter(Q(wording__icontains=word) | Q(survey__title__icontains=word))
        rows = rows.annotate(is_near=Exists(heard) | Exists(used))
        return list(rows.order_by("-is_near", "survey__title", "survey", "order", "pk")[: AT_ONCE + 1])

    @property
    def is_more(self) -> bool:
        return len(self.found) > AT_ONCE

    @property
    def by_survey(self) -> list[tuple[Any, list[Question]]]:
        return [(survey, list(rows)) for survey, rows in groupby(self.found[:AT_ONCE], key=lambda one: one.survey)]
