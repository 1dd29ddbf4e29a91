"""What a change in each table of this app means for records of this app."""

from kpknow.content.tracking import ANY, Touches, own

PROGRAMME, ORGANISATION, EVENT = "events.programme", "events.organisation", "events.event"
SURVEY, RESOURCE = "events.survey", "events.resource"


def of_session(label: str, column: str) -> Touches:
    return Touches(
        label,
        f"SELECT s.event_id AS id FROM {{changed}} JOIN events_session s ON s.id = changed.{column}",  # noqa: S608
        (column,),
    )


# a part is read inside its parent's page, and is hidden with it
FAMILY = Touches(
    EVENT,
    "SELECT changed.parent_id AS id FROM {changed} UNION "
    "SELECT e.id FROM {changed} JOIN events_event e ON e.parent_id = changed.id",
    ("id", "parent_id"),
)
# an organisation's name and shield show wherever it took part, led or published
OF_ORGANISATION = (
    own(ORGANISATION),
    Touches(
        EVENT,
        "SELECT p.event_id AS id FROM {changed} JOIN events_participation p ON p.organisation_id = changed.id",
        new_rows=False,
    ),
    Touches(
        RESOURCE,
        "SELECT p.resource_id AS id FROM {changed} JOIN events_resource_publishers p ON p.organisation_id = changed.id",
        new_rows=False,
    ),
    Touches(
        PROGRAMME,
        "SELECT p.programme_id AS id FROM {changed} JOIN events_programmepartner p ON p.organisation_id = changed.id",
        new_rows=False,
    ),
)
OF_CONTRIBUTOR = Touches(
    EVENT,
    "SELECT s.event_id AS id FROM {changed} JOIN events_sessioncontribution c ON c.contributor_id = changed.id "
    "JOIN events_session s ON s.id = c.session_id",
    new_rows=False,
)
OF_CONSENT = Touches(
    EVENT,
    "SELECT s.event_id AS id FROM {changed} JOIN events_sessioncontribution c ON c.consent_id = changed.id "
    "JOIN events_session s ON s.id = c.session_id",
    new_rows=False,
)
OF_OPTION = Touches(
    SURVEY,
    "SELECT q.survey_id AS id FROM {changed} JOIN events_question q ON q.id = changed.question_id",
    ("question_id",),
)
BOTH_SIDES = Touches(
    ORGANISATION,
    "SELECT changed.network_id AS id FROM {changed} UNION SELECT changed.member_id FROM {changed}",
    ("network_id", "member_id"),
)

TABLES: dict[str, tuple[Touches, ...]] = {
    "events_country": (Touches("events.country", f"SELECT {ANY} AS id FROM {{changed}}", ("code",)),),  # noqa: S608
    "events_countryterm": (Touches("events.country", f"SELECT {ANY} AS id FROM {{changed}}", ("id",)),),  # noqa: S608
    "events_population": (own("events.population"),),
    "events_populationterm": (own("events.population", "population_id"),),
    "events_topic": (own("events.topic"),),
    "events_topicterm": (own("events.topic", "topic_id"),),
    "events_taggedevent": (own(EVENT, "content_object_id"), own("events.topic", "tag_id")),
    "events_taggedresource": (own(RESOURCE, "content_object_id"), own("events.topic", "tag_id")),
    "events_programme": (own(PROGRAMME),),
    "events_programme_countries": (own(PROGRAMME, "programme_id"),),
    "events_programmepartner": (own(PROGRAMME, "programme_id"), own(ORGANISATION, "organisation_id")),
    "events_organisation": OF_ORGANISATION,
    "events_organisation_populations": (own(ORGANISATION, "organisation_id"),),
    "events_organisationname": (own(ORGANISATION, "organisation_id"),),
    "events_membership": (BOTH_SIDES,),
    "events_contributor": (OF_CONTRIBUTOR,),
    "events_consent": (OF_CONSENT,),
    "events_event": (own(EVENT), FAMILY),
    "events_event_countries": (own(EVENT, "event_id"),),
    "events_event_populations": (own(EVENT, "event_id"),),
    "events_eventfigure": (own(EVENT, "event_id"),),
    "events_participation": (own(EVENT, "event_id"), own(ORGANISATION, "organisation_id")),
    "events_session": (own(EVENT, "event_id"),),
    "events_sessioncontribution": (of_session(EVENT, "session_id"),),
    "events_survey": (own(SURVEY),),
    "events_survey_events": (own(SURVEY, "survey_id"), own(EVENT, "event_id")),
    "events_survey_populations": (own(SURVEY, "survey_id"),),
    "events_question": (own(SURVEY, "survey_id"),),
    "events_option": (OF_OPTION,),
    "events_tally": (OF_OPTION,),
    "events_resource": (own(RESOURCE),),
    "events_resource_publishers": (own(RESOURCE, "resource_id"), own(ORGANISATION, "organisation_id")),
    "events_resource_events": (own(RESOURCE, "resource_id"), own(EVENT, "event_id")),
}
