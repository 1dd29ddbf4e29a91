"""The passages coded to a theme that readers can see, narrowed as the address says."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.models import Country, Event, Population, Survey
from kpknow.content.admin.choices import possible_keys
from stories.models import Coding, Evidence, Highlight, Leaning, Pole, Story, Theme
from stories.models.highlight import HighlightQuerySet

NOBODY = AnonymousUser()
Coder: Any = get_user_model()
AT_ONCE = 20
LONGEST_SEARCH = 200
MOST_WORDS = 12
FILTERS = ("q", "used", "place", "event", "people", "coder", "pole", "figure")
NO_POLE = "none"


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


class Passages:
    """Everything in the address may be nonsense: what cannot be is not asked."""

    def __init__(self, theme: Theme, asked: QueryDict) -> None:
        self.theme, self.asked = theme, asked
        self.words = asked.get("q", "").replace("\x00", " ")[:LONGEST_SEARCH].strip()
        self.used = asked.get("used", "")

    @cached_property
    def all(self) -> HighlightQuerySet:
        return Highlight.objects.visible_to(NOBODY).filter(Exists(Coding.objects.filter(**self._coded)))

    @property
    def _coded(self) -> dict[str, Any]:
        return {"theme": self.theme, "highlight": OuterRef("pk")}

    @cached_property
    def unseen(self) -> int:
        """How many passages are coded to the theme that readers cannot see, so that nothing may rest on them."""
        coded = Highlight.objects.filter(Exists(Coding.objects.filter(**self._coded)))
        return coded.exclude(pk__in=self.all.order_by().values("pk")).count()

    @cached_property
    def page(self) -> Page[Highlight]:
        """Newest first."""
        pages = Paginator(self.found().for_page().order_by("-pk"), AT_ONCE)
        return pages.get_page(self.asked.get("page"))

    def found(self) -> HighlightQuerySet:
        rows = self.all
        used = Evidence.objects.filter(finding__theme=self.theme, highlight=OuterRef("pk"))
        if self.used == "no":
            rows = rows.filter(~Exists(used))
        elif self.used == "yes":
            rows = rows.filter(Exists(used))
        if self.theme.is_tension and self.asked.get("pole") in (*Pole.values, NO_POLE):
            leanings = Leaning.objects.filter(theme=self.theme, highlight=OuterRef("pk"))
            wanted = Exists(leanings.filter(pole=self.asked["pole"]))
            rows = rows.filter(~Exists(leanings) if self.asked["pole"] == NO_POLE else wanted)
        if asked := self.asked.get("coder"):
            coded = Coding.objects.filter(**self._coded, coder__in=possible_keys(Coder._meta.pk, [asked]))
            rows = rows.filter(Exists(coded))
        for word in self.words.split()[:MOST_WORDS]:
            rows = rows.filter(Q(text__icontains=word) | Q(exact__icontains=word) | Q(voice__icontains=word))
        for name, (stories, events, surveys) in self._origins.items():
            if self.asked.get(name):
                rows = rows.filter(
                    Q(block__story__in=stories) | Q(session__event__in=events) | Q(question__survey__in=surveys)
                )
        return rows

    @cached_property
    def _origins(self) -> dict[str, tuple[Any, Any, Any]]:
        """Stories, events and surveys of what is asked for; none of what cannot be."""
        place = possible_keys(Country._meta.pk, [self.asked.get("place", "").upper()])
        event = possible_keys(Event._meta.pk, [self.asked.get("event", "")])
        people = [self.asked.get("people", "").replace("\x00", "")]
        return {
            "place": (
                Story.objects.filter(countries__in=place).values("pk"),
                Event.objects.filter(country__in=place).values("pk"),
                Survey.objects.none(),
            ),
            "event": (
                Story.objects.filter(Q(event__in=event) | Q(event__parent__in=event)).values("pk"),
                Event.objects.filter(Q(pk__in=event) | Q(parent__in=event)).values("pk"),
                Survey.objects.filter(events__in=event).values("pk"),
            ),
            "people": (
                Story.objects.filter(populations__slug__in=people).values("pk"),
                Event.objects.filter(populations__slug__in=people).values("pk"),
                Survey.objects.filter(populations__slug__in=people).values("pk"),
            ),
        }

    # What there is to choose from: four queries

    @cached_property
    def choices(self) -> list[tuple[str, str, list[Choice]]]:
        """Name, label and choices of each filter; only what some passage of the theme comes from."""
        stories = self.all.order_by().values("block__story")
        events = self.all.order_by().values("session__event")
        there = Q(pk__in=events) | Q(parts__in=events) | Q(stories__in=stories) | Q(parts__stories__in=stories)
        whole = Event.objects.filter(there, parent__isnull=True).distinct().order_by("title")
        places = Country.objects.filter(Q(stories__in=stories) | Q(events__in=events)).distinct().order_by("name")
        people = Population.objects.filter(Q(stories__in=stories) | Q(events__in=events)).distinct()
        coders = Coder._default_manager.filter(
            pk__in=Coding.objects.filter(theme=self.theme, highlight__in=self.all.order_by().values("pk")).values(
                "coder"
            )
        )
        used = [("", _("All")), ("no", _("Not used yet")), ("yes", _("Used"))]
        poles = [(pole.value, self.theme.pole_name(pole)) for pole in Pole] if self.theme.is_tension else []
        leaning = [("", _("All")), *poles, (NO_POLE, _("No pole yet"))]
        return [
            *([("pole", _("Pole"), self._chosen("pole", leaning))] if poles else []),
            ("used", _("Used in a finding"), self._chosen("used", used)),
            ("place", _("Country"), self._chosen("place", [("", _("All")), *((c.pk, str(c)) for c in places)])),
            ("event", _("Event"), self._chosen("event", [("", _("All")), *((str(e.pk), str(e)) for e in whole)])),
            ("people", _("People"), self._chosen("people", [("", _("All")), *((p.slug, str(p)) for p in people)])),
            ("coder", _("Coder"), self._chosen("coder", [("", _("All")), *((str(c.pk), str(c)) for c in coders)])),
        ]

    def _chosen(self, name: str, choices: list[tuple[str, str]]) -> list[Choice]:
        return [Choice(value, words, value == self.asked.get(name, "")) for value, words in choices]

    @property
    def earlier(self) -> str:
        return self._query(self.page.number - 1)

    @property
    def later(self) -> str:
        return self._query(self.page.number + 1)

    def _query(self, page: int) -> str:
        """Of the same choice, another page."""
        kept = [(name, self.asked[name]) for name in FILTERS if self.asked.get(name)]
        return urlencode([*kept, ("page", page)], errors="replace")
