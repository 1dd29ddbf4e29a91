from events.models.answer_file import AnswerFile, CodebookEntry, Tool
from events.models.consent import Basis, Consent, ConsentIsFinal, Contribution, Contributor, Naming, Part
from events.models.country import Country, CountryTerm
from events.models.event import (
    Event,
    EventFigure,
    EventKind,
    Mode,
    Participation,
    ParticipationRole,
    PlacePrecision,
)
from events.models.organisation import (
    NAMELESS,
    Membership,
    NameKind,
    Organisation,
    OrganisationKind,
    OrganisationName,
    Registration,
    Shield,
)
from events.models.population import Population, PopulationTerm
from events.models.programme import PartnerRole, Programme, ProgrammePartner
from events.models.resource import Resource, ResourceKind
from events.models.response import Answer, Response
from events.models.session import Session, SessionContribution, SessionFormat, SessionRole
from events.models.survey import Lean, LearningStage, Option, Question, QuestionKind, Survey, percent
from events.models.tally import Breakdown, Tally
from events.models.term import COMMON_USE, Concept, Term, TermKind, term_key
from events.models.topic import TaggedEvent, TaggedResource, Topic, TopicKind, TopicTerm

__all__ = [
    "COMMON_USE",
    "NAMELESS",
    "Answer",
    "AnswerFile",
    "Basis",
    "Breakdown",
    "CodebookEntry",
    "Concept",
    "Consent",
    "ConsentIsFinal",
    "Contribution",
    "Contributor",
    "Country",
    "CountryTerm",
    "Event",
    "EventFigure",
    "EventKind",
    "Lean",
    "LearningStage",
    "Membership",
    "Mode",
    "NameKind",
    "Naming",
    "Option",
    "Organisation",
    "OrganisationKind",
    "OrganisationName",
    "Part",
    "Participation",
    "ParticipationRole",
    "PartnerRole",
    "PlacePrecision",
    "Population",
    "PopulationTerm",
    "Programme",
    "ProgrammePartner",
    "Question",
    "QuestionKind",
    "Registration",
    "Resource",
    "ResourceKind",
    "Response",
    "Session",
    "SessionContribution",
    "SessionFormat",
    "SessionRole",
    "Shield",
    "Survey",
    "TaggedEvent",
    "TaggedResource",
    "Tally",
    "Term",
    "TermKind",
    "Tool",
    "Topic",
    "TopicKind",
    "TopicTerm",
    "percent",
    "term_key",
]
