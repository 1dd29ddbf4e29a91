"""The events, organisations and resources strangers may see, and the filters of their lists."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from events.facets import came_from, kinds, languages, parts, people, places, programmes, topics, years
from events.models import Event, EventKind, Organisation, OrganisationKind, Resource, ResourceKind
from kpknow.content.catalogue import Catalogue

NOBODY = AnonymousUser()

EVENTS = Catalogue(
    lambda: Event.objects.visible_to(NOBODY),
    (
        kinds("kind", _("Kind"), EventKind.choices),
        programmes(),
        places("country"),
        people(),
        years("starts_earliest", has_gap=True),
        topics(),
    ),
    marks=(languages(), came_from(), parts()),
    date="starts_earliest",
)
ORGANISATIONS = Catalogue(
    lambda: Organisation.objects.visible_to(NOBODY),
    (
        places("country", quiet=False),
        people(),
        kinds("kind", _("Kind"), OrganisationKind.choices),
        programmes("programmes"),
    ),
    marks=(languages(),),
    name="name",
)
RESOURCES = Catalogue(
    lambda: Resource.objects.visible_to(NOBODY),
    (kinds("kind", _("Kind"), ResourceKind.choices), languages("languages"), programmes(), topics()),
)
