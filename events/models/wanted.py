"""What each kind of record should hold beyond what it needs to be published, and why: its form and lists count it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.completeness import Wanted

EVENT = (
    Wanted("summary", _("Summary"), _("What came out of it, for whoever was not there.")),
    Wanted("starts", _("When"), _("Without a year it stands under “Year not recorded”.")),
    Wanted("country", _("Country"), _("It is found on its country’s page."), unless=models.Q(place_precision="hidden")),
    Wanted("populations", _("People"), _("Whose event it was.")),
    Wanted("aims", _("Aims"), _("What it was for, before what it led to.")),
    Wanted("afterwards", _("What happened next"), _("Funders ask for it first.")),
    Wanted("participations", _("Who took part"), _("Organisations are found with their role.")),
    Wanted("source", _("Source"), _("Somebody must be able to check it.")),
)
ORGANISATION = (
    Wanted("summary", _("What they do"), _("The first thing a reader asks.")),
    Wanted("country", _("Country"), _("It is found on its country’s page."), unless=models.Q(is_global=True)),
    Wanted("populations", _("People"), _("Whom they work with.")),
    Wanted("founded", _("Founded"), _("How long they have been there.")),
    Wanted("website", _("Their own site"), _("For whoever wants to reach them."), unless=~models.Q(shield="none")),
    Wanted("source", _("Source"), _("Somebody must be able to check it.")),
)
PROGRAMME = (
    Wanted("summary", _("Summary"), _("Lists show it.")),
    Wanted("starts", _("Years"), _("Events are read in its time.")),
    Wanted("countries", _("Countries"), _("It is found on their pages.")),
)
RESOURCE = (
    Wanted("summary", _("Summary"), _("Whether it is worth its megabytes.")),
    Wanted("languages", _("Languages"), _("Who can read it.")),
    Wanted("issued", _("When it came out"), _("Old advice should not pass for today’s.")),
    Wanted("licence", _("Licence"), _("Whether it may be adapted.")),
    Wanted("publishers", _("Publishers"), _("Who stands behind it.")),
)
SURVEY = (
    Wanted("summary", _("Summary"), _("Lists show it.")),
    Wanted("instrument", _("Instrument"), _("What was asked, and how.")),
    Wanted("invited_words", _("Who was invited"), _("A figure says something of them alone.")),
    Wanted("invited", _("How many were invited"), _("Without it there is no response rate.")),
    Wanted("events", _("Events covered"), _("Their pages lead here.")),
)
