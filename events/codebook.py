"""What the choices mean in forms of events, organisations, people and consents."""

from django.utils.translation import gettext_lazy as _

from events.models.consent import Basis, Naming
from events.models.event import EventKind, PlacePrecision
from events.models.organisation import OrganisationKind, Shield
from kpknow.content.codebook import Entry, Meaning, explain

PEOPLE = Entry(
    _(
        "The people whose experience this is: who met, who tells, whom the group works with. Not everybody who is "
        "mentioned. Choose the narrowest that is true; “young key populations” beside another, never instead of it."
    )
)
TAG = Entry(
    _(
        "What it is about, in three to six tags that exist. A tag is for finding again across events and stories; "
        "what several voices say is a theme. Add a new one only when no existing one or its synonym will do."
    )
)


def fill() -> None:
    explain(
        "events.event",
        kind=Entry(
            _("What the organisers called it; where they had no word, what people did there."),
            (
                Meaning(EventKind.LEARNING_INSTITUTE.label, _("Days of learning from practice, with visits.")),
                Meaning(
                    EventKind.LEARNING_AND_SHARING.label,
                    _("Peers bring cases, ask and adapt them."),
                ),
                Meaning(EventKind.CONVENING.label, _("A meeting of a programme’s partners to take stock or plan.")),
                Meaning(EventKind.SUMMER_SCHOOL.label, _("Several days for new or young people of the movement.")),
                Meaning(EventKind.TRAINING.label, _("Somebody teaches a skill to a group.")),
                Meaning(EventKind.WEBINAR.label, _("One session online.")),
                Meaning(EventKind.COURSE.label, _("Modules over weeks, at each learner’s pace.")),
                Meaning(EventKind.SITE_VISIT.label, _("Seeing a service at work; always part of an event.")),
            ),
        ),
        place_precision=Entry(
            _("As coarse as is still useful. A place that could lead police or neighbours to people is never finer."),
            (
                Meaning(PlacePrecision.HIDDEN.label, _("Nothing of it is shown."), _("A shelter; a country at war.")),
                Meaning(PlacePrecision.COUNTRY.label, _("The country alone. When in doubt, this one.")),
                Meaning(PlacePrecision.CITY.label, _("Of public gatherings in a hall alone, never of a service.")),
            ),
        ),
        populations=PEOPLE,
    )
    explain(
        "events.organisation",
        kind=Entry(
            _("What it is today, by who decides in it."),
            (
                Meaning(OrganisationKind.COMMUNITY_LED.label, _("Most who decide belong to the people it serves.")),
                Meaning(OrganisationKind.NETWORK.label, _("Its members are organisations.")),
                Meaning(OrganisationKind.LINKING.label, _("Passes money and skills on in one country.")),
                Meaning(OrganisationKind.INTERNATIONAL.label, _("Works in several countries, led from one.")),
                Meaning(OrganisationKind.DONOR.label, _("Gives money.")),
                Meaning(OrganisationKind.GOVERNMENT.label, _("Ministry, centre or clinic of the state.")),
                Meaning(OrganisationKind.ACADEMIC.label, _("University or institute.")),
            ),
        ),
        shield=Entry(
            _("When being found here could hurt those who work or meet there. It acts at once, on every page."),
            (
                Meaning(Shield.NO_LINK.label, _("Named, but nothing leads to its own pages.")),
                Meaning(Shield.COUNTRY_ONLY.label, _("Said as “an organisation in” its country.")),
                Meaning(Shield.HIDDEN.label, _("Neither named nor counted anywhere.")),
            ),
        ),
        populations=PEOPLE,
    )
    explain("events.topic", name=TAG)
    explain(
        "events.contributor",
        naming=Entry(
            _("What the person chose. Without an answer: by role, or not at all."),
            (
                Meaning(Naming.FULL_NAME.label, _("Only for people who speak in public under it.")),
                Meaning(Naming.FIRST_NAME.label, _("Still tells a neighbour; ask twice.")),
                Meaning(Naming.PSEUDONYM.label, _("A name made for this, used nowhere else.")),
                Meaning(Naming.ROLE.label, _("What they do, said so that several fit."), _("An outreach worker.")),
                Meaning(Naming.UNNAMED.label, _("Nothing of them but their words.")),
            ),
        ),
    )
    explain(
        "events.consent",
        basis=Entry(
            _("How we know. The paper or recording itself is never uploaded here."),
            (
                Meaning(Basis.WRITTEN.label, _("They signed; say where the paper is kept.")),
                Meaning(Basis.RECORDED.label, _("They said so, and it is recorded.")),
                Meaning(Basis.PUBLISHED_SOURCE.label, _("Somebody published it with their consent; ask again.")),
            ),
        ),
    )
