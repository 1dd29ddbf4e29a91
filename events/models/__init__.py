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
from events.models.session import Session, SessionContribution, SessionFormat, SessionRole
from events.models.survey import LearningStage, Option, Question, QuestionKind, Survey
from events.models.term import COMMON_USE, Concept, Term, TermKind, term_key
from events.models.topic import TaggedEvent, TaggedResource, Topic, TopicKind, TopicTerm

__all__ = [
    "COMMON_USE",
    "NAMELESS",
    "Basis",
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
    "Session",
    "SessionContribution",
    "SessionFormat",
    "SessionRole",
    "Shield",
    "Survey",
    "TaggedEvent",
    "TaggedResource",
    "Term",
    "TermKind",
    "Topic",
    "TopicKind",
    "TopicTerm",
    "term_key",
]
