"""A small site with something in every table, and an empty one in its place."""

from io import BytesIO
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from pypdf import PdfWriter

from events.actions.tallying import recount
from events.models import (
    Answer,
    AnswerFile,
    CodebookEntry,
    Consent,
    Contributor,
    EventFigure,
    Membership,
    OrganisationName,
    ProgrammePartner,
    Response,
)
from kpknow.safety.pdf_files import strip_pdf
from kpknow.search.models import SearchDoc, SimilarStory
from kpknow.upkeep.copies.table import tie
from kpknow.upkeep.copies.tables import TABLES
from kpknow.upkeep.copies.tables.words import WORDS
from stories.actions.versions import freeze_version
from stories.models import Comment, Leaning, Moment, MovedPart, Recommendation, StoryFigure, ThemeFigure
from tests import builders as make
from tests.builders.events import a_date

BODY = """## How it *began*

[Amina] We opened the yard, 1. for us_all.

[Narrator] They stayed \\[for years\\].

- one
- 2\\. two

# closes a line, and <b> & C:\\\\x"""


def full_site() -> None:
    source = make.make_source(is_listed=True)
    house = make.make_organisation("A house")
    network = make.make_organisation("A network", kind="network")
    OrganisationName.objects.create(organisation=house, name="Дом", kind="local", language="ru")
    Membership.objects.create(network=network, member=house, starts=a_date("2014"))
    programme = make.make_programme("Bridging", source=source)
    ProgrammePartner.objects.create(programme=programme, organisation=house, role="lead")
    event = make.make_event(
        "The meeting", slug="the-meeting", programme=programme, place_precision="city", city="Nairobi"
    )
    event.topics.set([make.make_topic("Yards")])
    event.countries.set(["KE", "KG"])
    make.make_event("The visit", parent=event, kind="site_visit")
    EventFigure.objects.create(event=event, label="people", value=40, qualifier="about")
    make.make_participation(event, house, note="with a drum")
    session = make.make_session(event, summary="They spoke of yards.")
    make.make_session_contribution(session, make.make_consent(make.make_contributor("Otieno")))
    make.make_session_contribution(session, make.make_consent(covers_name=False), role="facilitator")
    survey = make.make_survey("Afterwards", slug="afterwards", programme=programme)
    survey.events.add(event)
    question = make.make_question(survey, shares={"Practice": 55, "Nothing": 10})
    counted = make.make_counted(make.make_survey("Counted", slug="counted"), "Yes", "No")
    make.make_answers(counted, "Yes", 12, event=event, wave="one")
    make.make_answers(counted, "No", 9, wave="two")
    recount(counted.survey)
    resource = make.make_resource("A report", programme=programme)
    resource.publishers.add(house)
    pages = PdfWriter()
    pages.add_blank_page(100, 100)
    written = BytesIO()
    pages.write(written)
    resource.file.save("x.pdf", ContentFile(strip_pdf(written.getvalue())), save=False)
    resource.file_kind, resource.file_bytes = "pdf", resource.file.size
    resource.save()
    told_stories(event, programme, house)
    themes(session, question)


def told_stories(event: Any, programme: Any, house: Any) -> None:
    amina = make.make_consent(make.make_contributor("Amina"), expires_on=make.day("2031-05-01"))
    shared = {
        "event": event,
        "programme": programme,
        "organisations": (house,),
        "speakers": {"Amina": amina},
        "source": make.make_source("Another", is_listed=True),
    }
    story = make.make_story("The yard", slug="the-yard", body=BODY, **shared)
    story.topics.set([make.make_topic("Yards")])
    StoryFigure.objects.create(story=story, label="of them", kind="share", value=31, base=32)
    Moment.objects.create(story=story, dated=a_date("2014"), text="It opened.")
    make.make_picture(story, story.contributions.get(label="Amina"))
    make.make_story("L'enclos", language="fr", translation_of=story)


def themes(session: Any, question: Any) -> None:
    theme = make.make_theme("Yards keep", slug="yards-keep")
    turn = make.make_story("Another", body="Care comes first, always.").blocks.get()
    heard = make.make_highlight(turn, theme, words="Care comes first")
    asked = make.make_highlight(question, theme)
    spoken = make.make_highlight(session, theme, consent=make.make_consent(), display="quote_named")
    finding = make.make_finding(theme, heard, spoken)
    finding.questions.add(question)
    ThemeFigure.objects.create(theme=theme, option=question.options.all()[0], label="practise it")
    advice = Recommendation.objects.create(theme=theme, text="Fund yards.")
    advice.findings.add(finding)
    freeze_version(theme, by=AnonymousUser(), note="First.")
    make.make_finding(theme, asked, claim="Only later")
    tension = make.make_theme("Open or closed", kind="tension", pole_one="Open", pole_two="Closed")
    Leaning.objects.create(theme=tension, highlight=heard, pole="one")
    MovedPart.objects.create(source=theme, target=tension)
    synthesis = make.make_synthesis("What we made of it")
    synthesis.sections.get().entries.update(theme=theme)


def empty_site() -> None:
    """All records gone, the words of the code still there; as quickly as the database can."""
    ties = [tie(table, name)[0] for table in TABLES for name in table.leaves if table.field(name).many_to_many]
    records = [table.model for table in reversed(TABLES) if table not in WORDS]
    private = [Answer, CodebookEntry, Response, AnswerFile, Comment, SearchDoc, SimilarStory]
    for model in (*ties, *private, *records, Consent, Contributor):
        model._base_manager.all()._raw_delete("default")
