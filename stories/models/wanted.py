"""What each kind of record should hold beyond what it needs to be published, and why: its form and lists count it."""

from django.utils.translation import gettext_lazy as _

from kpknow.content.completeness import Wanted

STORY = (
    Wanted("standfirst", _("Standfirst"), _("Lists and shared links show it; without it a story is a title.")),
    Wanted("in_short", _("In short"), _("Whoever reads on a small phone reads these three lines.")),
    Wanted("populations", _("People"), _("Readers look for stories of people like them.")),
    Wanted("countries", _("Place"), _("It is found under its country, and counted there.")),
    Wanted("dated", _("When it happened"), _("Old practice should not pass for today’s.")),
    Wanted("organisations", _("Organisations"), _("Their pages lead here.")),
    Wanted("tagged_topics", _("Tags"), _("They tie it to what others tell of the same.")),
    Wanted("outcomes", _("What came of it"), _("It is what another group can use.")),
    Wanted("source", _("Source"), _("Somebody must be able to go back to where it was first told.")),
)
THEME = (
    Wanted("meaning", _("Meaning"), _("One line, in lists and beside the coders’ keys.")),
    Wanted("definition", _("Definition for coders"), _("Two people should mark the same passages.")),
    Wanted("summary", _("Summary"), _("At most 60 words, for whoever reads nothing else.")),
    Wanted("findings", _("Findings"), _("Without them a theme is a heap of voices.")),
    Wanted("limits", _("Limits"), _("What nobody should conclude from it.")),
    Wanted("written_by", _("Written by"), _("Readers weigh a summary by who wrote it.")),
)
SYNTHESIS = (
    Wanted("summary", _("Summary"), _("Lists show it.")),
    Wanted("event", _("Event"), _("Where participants made it.")),
    Wanted("method", _("Method"), _("How they came to it.")),
    Wanted("authors", _("Authors"), _("Whose words these are.")),
    Wanted("source", _("Source"), _("Somebody must be able to check it.")),
)
