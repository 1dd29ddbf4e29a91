"""One line of the stories list for each of the stories shown: what it says, and its HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kpknow.content.catalogue import Snapshot
from kpknow.content.facet import NOT_RECORDED
from kpknow.content.languages import direction
from kpknow.content.listing import PAGE_SIZE
from kpknow.content.partial_dates import PartialDate, period_words
from kpknow.content.prepared import Prepared
from kpknow.content.templatetags.kp import kind_icon
from stories.models import Story, StoryKind
from stories.models.story import minutes_to_read
from stories.reading.story_facets import PLACE, STORIES, THEME

MOST_TAGS, MOST_PLACES = 3, 3
COLUMNS = ("pk", "slug", "kind", "title", "standfirst", "language", "dated", "word_count")


LINES = Prepared(lambda pks: Story.objects.filter(pk__in=pks).order_by().values_list(*COLUMNS), PAGE_SIZE)
COUNTRIES = Prepared(
    lambda pks: Story.countries.through.objects.filter(story__in=pks).values_list("story", "country"), PAGE_SIZE
)


@dataclass(frozen=True)
class Entry:
    """A story in a list. ``themes``: (slug, name); ``recording``: "audio", "video" or empty, where it is elsewhere."""

    pk: int
    url: str
    kind: str
    title: str
    standfirst: str
    language: str
    dated: PartialDate | None
    word_count: int
    countries: Sequence[str]
    themes: Sequence[tuple[str, str]]
    recording: str


def entries(snapshot: Snapshot, pks: Sequence[int]) -> list[Entry]:
    """In the order given: two queries. ``snapshot`` has asked who may see them at this content version."""
    rows = {row[0]: row for row in LINES.rows(pks)}
    names = STORIES.names(snapshot, PLACE)
    countries: dict[int, list[str]] = {}
    for story, code in COUNTRIES.rows(pks):
        countries.setdefault(story, []).append(names.get(code.lower(), code))
    base = reverse("stories:stories")
    shown = []
    for pk in (pk for pk in pks if pk in rows):
        themes, recording = known_of(snapshot, pk)
        _pk, slug, kind, title, standfirst, language, edtf, words = rows[pk]
        dated = PartialDate.parse(edtf) if edtf else None
        where = sorted(countries.get(pk, ()))
        shown.append(
            Entry(pk, f"{base}{slug}/", kind, title, standfirst, language, dated, words, where, themes, recording)
        )
    return shown


def known_of(snapshot: Snapshot, pk: int) -> tuple[list[tuple[str, str]], str]:
    """Its first themes, and where its film or podcast is: the catalogue knows."""
    position = snapshot.position(pk)
    if position is None:
        return [], ""
    coded, recorded = snapshot.values["theme"], snapshot.values["recording"]
    themes = [(slug, name) for slug, name in STORIES.names(snapshot, THEME).items() if position in coded[slug]]
    recording = next((kind for kind, stories in recorded.items() if kind != NOT_RECORDED and position in stories), "")
    return themes[:MOST_TAGS], recording


def listed(shown: Sequence[Entry]) -> SafeString:
    """The list as HTML. Twenty stories a page on every list, so not a template: this is twenty times faster."""
    words = Words.now()
    lines = "".join(line(entry, words) for entry in shown)
    return mark_safe(f'<ul class="list">{lines}</ul>')  # noqa: S308  every value is escaped below


@dataclass(frozen=True)
class Words:
    """What every line says, in the reader's language: looked up once a page."""

    themes: str
    theme_base: str
    minutes: str
    elsewhere: Mapping[str, str]
    kinds: Mapping[str, str]

    @classmethod
    def now(cls) -> "Words":
        kinds = {
            kind.value: f'<p class="kick">{kind_icon(kind.value)} {escape(str(kind.label))}</p>' for kind in StoryKind
        }
        return cls(
            _("Themes"),
            reverse("stories:themes"),
            _("%(n)s min read"),
            {"audio": _("audio on another site"), "video": _("film on another site")},
            kinds,
        )


def line(entry: Entry, words: Words) -> str:
    tongue = f'lang="{escape(entry.language)}" dir="{direction(entry.language)}"'
    elsewhere = words.elsewhere.get(entry.recording, "")
    read = words.minutes % {"n": minutes_to_read(entry.word_count)}
    facts = [*entry.countries[:MOST_PLACES], period_words(entry.dated, None), read, *([elsewhere] if elsewhere else [])]
    themes = tags(entry.themes, words.theme_base, words.themes)
    return (
        f"<li>{words.kinds[entry.kind]}"
        f'<h3 {tongue}><a href="{escape(entry.url)}">{escape(entry.title)}</a></h3>'
        f"<p {tongue}>{escape(entry.standfirst)}</p>"
        f'<p class="meta">{"".join([f"<span>{escape(fact)}</span>" for fact in facts])}</p>{themes}</li>\n'
    )


def tags(themes: Sequence[tuple[str, str]], base: str, label: str) -> str:
    links = [f'<li><a class="tag" href="{base}{escape(slug)}/">{escape(name)}</a></li>' for slug, name in themes]
    return f'<ul class="tags" aria-label="{escape(label)}">{"".join(links)}</ul>' if links else ""
