"""Records with so many of everything their pages show."""

from events.models import Event, Organisation, Programme, Resource, Survey
from tests import builders as make

CODES = ("KE", "UG", "VN")
PEOPLE = ("msm", "sex-workers", "people-who-use-drugs")


def full_event(rows: int) -> Event:
    programme = make.make_programme()
    event = make.make_event(
        programme=programme, source=make.make_source(), summary="A.", aims="B.", method="C.", afterwards="D."
    )
    event.countries.set(CODES[:rows])
    event.populations.set([make.population(slug) for slug in PEOPLE[:rows]])
    event.topics.set([make.make_topic(f"Topic {n}") for n in range(rows)])
    for n in range(rows):
        event.figures.create(label="days", value=n, order=n)
        make.make_participation(event, role="organiser")
        make.make_story(event=event)
        make.make_synthesis(event=event)
        make.make_resource().events.add(event)
        make.make_survey().events.add(event)
        visit = make.make_event(parent=event, kind="site_visit")
        visit.figures.create(label="visits", value=2)
        make.make_participation(visit, role="host")
        make.make_story(event=visit)
        for place in (event, visit):
            session = make.make_session(place)
            make.make_session_contribution(session)
            make.make_highlight(session, make.make_theme())
    return event


def full_organisation(rows: int) -> Organisation:
    found = make.make_organisation(source=make.make_source())
    found.populations.set([make.population(slug) for slug in PEOPLE[:rows]])
    for n in range(rows):
        found.names.create(name=f"Name {n}", kind="former")
        found.memberships.create(member=make.make_organisation())
        found.networks.create(network=make.make_organisation())
        event = make.make_event()
        make.make_participation(event, found)
        make.make_participation(make.make_event(parent=event, kind="site_visit"), found)
        make.make_programme().programme_partners.create(organisation=found, role="lead")
        make.make_resource().publishers.add(found)
        make.make_story(organisations=(found,))
    return found


def full_programme(rows: int) -> Programme:
    found = make.make_programme(source=make.make_source())
    found.countries.set(CODES[:rows])
    for _ in range(rows):
        found.programme_partners.create(organisation=make.make_organisation(), role="lead")
        event = make.make_event(programme=found)
        make.make_event(programme=found, parent=event, kind="site_visit")
        make.make_resource(programme=found)
        make.make_survey(programme=found)
        make.make_story(programme=found)
    return found


def full_resource(rows: int) -> Resource:
    found = make.make_resource(source=make.make_source(), programme=make.make_programme())
    found.topics.set([make.make_topic(f"Topic {n}") for n in range(rows)])
    for _ in range(rows):
        found.publishers.add(make.make_organisation())
        found.events.add(make.make_event(), make.make_event(parent=make.make_event(), kind="webinar"))
    return found


def full_survey(rows: int) -> Survey:
    found = make.make_survey(source=make.make_source(), programme=make.make_programme())
    found.populations.set([make.population(slug) for slug in PEOPLE[:rows]])
    for _ in range(rows):
        found.events.add(make.make_event(), make.make_event(parent=make.make_event(), kind="webinar"))
        make.make_highlight(make.make_question(found, shares={"A": 55, "B": 45}), make.make_theme())
        make.make_question(found, kind="open", stage="retain")
    return found
