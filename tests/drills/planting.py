"""A word in every column of every table that can hold somebody's words, and the desk taking all of it back.

Columns are read off the models: one that is new is planted too, or named below with a reason, or a test fails.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, models
from django.utils import timezone

from events.actions.consents import withdraw_everything
from events.models import Contributor, Country, Membership, OrganisationName, ProgrammePartner
from events.models.event import EventFigure
from events.models.response import Answer
from events.models.tally import Tally
from kpknow.content.actions.publishing import withdraw
from kpknow.content.models import Change, FormerAddress, Record
from kpknow.content.partial_dates import PartialDateField
from kpknow.curation import models as desk
from kpknow.search.models import SimilarStory
from kpknow.search.rebuilding import bring_up_to_date
from stories.actions.versions import freeze_version, withdraw_version
from stories.models import Coding, FormerFinding, Recommendation, StoryFigure, SynthesisEntry, ThemeFigure
from stories.models.story import Moment
from tests import builders as make

WORD = "quokkazeb"
LEAST = 12
"""Characters of a column: shorter ones hold codes and numbers."""
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
STAFF = "of staff alone, who have accounts here"
VOCABULARY = "words for places, people and subjects, which nobody withdraws"
CODES = "codes, keys or hashes"
EXEMPT = {
    **dict.fromkeys(("language", "public_id", "currency", "record_kind", "kind", "record_key"), CODES),
    **dict.fromkeys(("content.chainhead", "content.act", "content.touch", "safety.sending"), CODES),
    **dict.fromkeys((f"content.change.{name}" for name in ("salt", "digest", "seal", "row_key", "route")), CODES),
    **dict.fromkeys(("search.corpusrecord", "curation.draftlink", "curation.receipt", "contenttypes"), CODES),
    **dict.fromkeys(("curation.override.fingerprint", "curation.passageanswer.words_hash"), CODES),
    **dict.fromkeys(("curation.unsavedwords.key", "admin.logentry.object_id", "code_hash"), CODES),
    **dict.fromkeys(("curation.import.encoding", "curation.import.separator", "curation.import.mapping"), CODES),
    **dict.fromkeys(("curation.thememerge.packs", "curation.thememerge.led_here", "search.searchdoc.dated"), CODES),
    **dict.fromkeys(("accounts", "account", "auth", "mfa"), STAFF),
    **dict.fromkeys(("events.country", "events.countryterm", "events.population", "events.populationterm"), VOCABULARY),
    **dict.fromkeys(("events.topic", "events.topicterm", "taggit", "curation.topicmerge"), VOCABULARY),
    "sessions": "not used: ours are accounts.staffsession, which end within twelve hours",
    "content.source": "what was published elsewhere, as a library lists it; edited by hand, never withdrawn",
    "packs.pack": "it keeps keys and keyed hashes, and which filters chose them",
    "upkeep.jobrun": "our own words about jobs",
    "curation.import.sheet": "the sender's name for a sheet; the rows themselves are planted",
    "curation.import.headings": "the sender's names for columns; the rows themselves are planted",
    "curation.removalrequest.answer": "the desk's words to whoever asked, who reads them under their code",
    "curation.removalrequest.contact": "sealed: only whoever holds the key reads it",
}  # fmt: skip
"""App, table, column of a table, or column of any table → why nothing of a withdrawn person stands there."""


def text_columns() -> Iterator["models.Field[Any, Any]"]:
    """Every column words fit in, but for those exempt and those that take one of a few given words."""
    for model in apps.get_models():
        label = model._meta.label_lower
        for field in model._meta.local_concrete_fields:
            names = {label.split(".")[0], label, f"{label}.{field.name}", field.name}
            if not isinstance(field, TEXTS) or isinstance(field, PartialDateField) or field.choices:
                continue
            if not names & EXEMPT.keys() and (field.max_length or LEAST) >= LEAST:
                yield field


def tables_with(word: str) -> dict[str, int]:
    """Table → how many of its rows hold the word in any column, those of the full text index too."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # tables of the database itself
            rows = sum(word in as_text(row) for row in cursor.fetchall())
            if rows:
                found[table] = rows
    return found


def as_text(row: Any) -> str:
    values = (bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value) for value in row)
    return " ".join(values).casefold()


def holds_word(field: "models.Field[Any, Any]") -> bool:
    values = field.model._base_manager.values_list(field.name, flat=True)
    return any(WORD in as_text([value]) for value in values)


def plant(curator: Any) -> None:
    """Everything there is of every kind, by the builders; then the word over it, as it stands after years of work."""
    build()
    for field in text_columns():
        if field.model is not Change:  # its triggers write it
            fill(field)
    for story in all_stories():
        story.body = "\n\n".join(f"[{one.label}] {WORD}" for one in story.contributions.exclude(label=""))
        type(story).objects.filter(pk=story.pk).update(body=story.body)
    for theme in apps.get_model("stories.theme")._default_manager.all():
        freeze_version(theme, by=curator, note=WORD)
    keep_copies(curator)
    bring_up_to_date(anew=True)


def all_stories() -> list[Any]:
    return list(apps.get_model("stories.story")._default_manager.all())


def fill(field: "models.Field[Any, Any]") -> None:
    rows = field.model._base_manager.all()
    if field.name == "address" and field.model._meta.model_name == "media":
        rows = rows.exclude(kind="image")  # whose file has a random name
    if field.name in ("pole_one", "pole_two"):
        rows = rows.filter(kind="tension")
    for key in list(rows.values_list("pk", flat=True)):
        words: Any = f"{WORD}{key}"
        if isinstance(field, models.JSONField):
            words = {"words": [words]}
        elif isinstance(field, models.BinaryField):
            words = words.encode()
        elif isinstance(field, models.URLField):
            words = f"https://youtu.be/{words}"
        rows.filter(pk=key).update(**{field.name: words})


def build() -> None:
    Country.objects.get_or_create(code="KE", defaults={"name": "Kenya", "alpha3": "KEN", "m49": "404"})
    person = make.make_contributor("Zeb")
    consent, other = make.make_consent(person), make.make_consent(person)
    programme = make.make_programme()
    hosts, merged = make.make_organisation(city="Kisumu"), make.make_organisation()
    OrganisationName.objects.create(organisation=hosts, name="Hosts")
    Membership.objects.create(network=hosts, member=merged)
    ProgrammePartner.objects.create(programme=programme, organisation=hosts, role="lead")
    event = make.make_event(programme=programme, city="Kisumu", place_precision="city")
    make.make_participation(event, hosts, note="They came.")
    EventFigure.objects.create(event=event, label="people", value=12)
    session = make.make_session(event)
    make.make_session_contribution(session, consent)
    question = make.make_question(make.make_survey())
    make.make_answers(question, ["Practice"], wave="2016")
    Answer.objects.update(text="Own words")
    Tally.objects.create(question=question, option=question.options.first(), count=1)
    resource = make.make_resource()
    resource.file.save("notes.txt", ContentFile(f"A {WORD} sang.".encode()), save=True)
    story = make.make_story(body="[Zeb] It began.", speakers={"Zeb": consent}, event=event)
    told = make.make_story(consent=other)
    StoryFigure.objects.create(story=story, label="women", value=12)
    Moment.objects.create(story=story, dated=make.a_date("2019"), text="It began.")
    make.make_media(story)
    make.make_picture(told, *told.contributions.all())
    make.make_comment(story)
    theme, into = make.make_theme(kind="tension", pole_one="one", pole_two="other"), make.make_theme()
    passages = [
        make.make_highlight(make.first_block(told), theme, consent=other),
        make.make_highlight(make.first_block(story), into, voice="Zeb"),
        make.make_highlight(session, theme, consent=consent),
        make.make_highlight(question, theme),
    ]
    Coding.objects.update(note="A note")
    for tied in (theme, into):
        finding = make.make_finding(tied, *passages)
        FormerFinding.objects.create(finding=finding, slug=f"before-{finding.pk}", order=1)
        Recommendation.objects.create(theme=tied, text="Do it").findings.add(finding)
        option = question.options.get()
        ThemeFigure.objects.create(theme=tied, option=option, label="said so")
    make.make_synthesis()
    SynthesisEntry.objects.update(theme=theme)


def keep_copies(curator: Any) -> None:
    """What the desk keeps beside the records: of each record, and of the person."""
    records = [record for model in record_kinds() for record in model._default_manager.all()]
    told = [*records, *Contributor.objects.all()]
    numbers = {"account": curator, "saved_at": timezone.now()}
    for place, record in enumerate(told, start=1):
        kind, key = record._meta.label_lower, record.pk
        log = {"user_id": curator.pk, "content_type": ContentType.objects.get_for_model(record), "action_flag": 2}
        LogEntry.objects.create(object_id=str(key), object_repr=WORD, change_message=WORD, **log)
        desk.UnsavedWords.objects.create(kind=kind, key=str(key), fields={"title": [WORD]}, **numbers)
        desk.PassageAnswer.objects.create(
            record_kind=kind, record=key, field=WORD, kind="name", words_hash="x", reason=WORD, said_by=curator
        )
        desk.Override.objects.create(
            kind=kind, record_id=key, title=WORD, blockers=[WORD], fingerprint="x", reason=WORD, asked_by=curator,
            asked_at=timezone.now(),
        )  # fmt: skip
        if isinstance(record, Record):
            FormerAddress.objects.create(kind=kind, slug=f"{WORD}-old-{place}", current_slug=record.slug)
            desk.RemovalRequest.objects.create(
                page=record.get_absolute_url(), words=WORD, answer="Done.", code_hash=str(place), state="done"
            )
    story, *_others = all_stories()
    keep_files(story)
    SimilarStory.objects.create(story=story.pk, other=story.pk + 1, weight=1, words=WORD, number=1)
    person = story.contributions.latest("pk").contributor
    desk.Hiding.objects.create(contributor=person, review=WORD)
    themes, organisations = (
        list(apps.get_model(kind)._default_manager.order_by("pk")) for kind in ("stories.theme", "events.organisation")
    )
    states = {"names": [WORD], "moved": {WORD: []}, "removed": [WORD]}
    merged = states | {"merged_before": {"name": WORD}, "merged_state": {"name": WORD}}
    desk.OrganisationMerge.objects.create(
        merged=organisations[1], kept=organisations[0], addresses_before={WORD: WORD}, **merged
    )
    desk.ThemeMerge.objects.create(
        merged=themes[1], kept=themes[0], places={WORD: 1}, limits_before=WORD, limits_after=WORD, **merged
    )
    desk.ThemeSplit.objects.create(
        source=themes[0], target=themes[1], places={WORD: 1}, links_cut=[WORD], made_state={"name": WORD}, **states
    )


def keep_files(story: Any) -> None:
    """The table and the text it was brought in by."""
    batch = desk.Import.objects.create(kind="stories", file_name=WORD, content=WORD.encode())
    texts = {name: {"title": WORD} for name in ("texts_before", "texts_after", "wrong", "errors", "changes", "kept")}
    desk.ImportedRow.objects.create(
        batch=batch, number=2, cells=[WORD], title=WORD, record=story.pk, alike=[WORD], **texts
    )
    kept = {name: [{"text": WORD}] for name in ("passages_kept", "confirmed", "notes")}
    manuscript = desk.Manuscript.objects.create(name=WORD, **kept)
    manuscript.stories.add(story)
    desk.ManuscriptPicture.objects.create(manuscript=manuscript, picture=WORD.encode(), place=1)
    for address in (
        apps.get_model("stories.media")._default_manager.exclude(address="").values_list("address", flat=True)
    ):
        desk.LinkCheck.objects.create(address=address, outcome="gone", checked_at=timezone.now())


def record_kinds() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def take_everything_back(curator: Any) -> None:
    """By what the desk's own pages do: a version, every consent, every record."""
    version = apps.get_model("stories.themeversion")._default_manager.earliest("pk")
    withdraw_version(version, by=curator, reason=WORD)
    for person in Contributor.objects.all():
        withdraw_everything(person, by=curator, reason=WORD)
    for model in record_kinds():
        for record in model._default_manager.all():
            withdraw(record, by=curator, reason=WORD)
