"""One more row of anything staff have a list of, with everything its list shows."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.utils import timezone

from events import models as events
from kpknow.content.history.acts import record_act
from kpknow.content.models import Act, ActVerb, Change, FormerAddress, Source
from kpknow.curation.actions.draft_links import make_link
from kpknow.curation.actions.merging import merge_topics
from kpknow.curation.actions.merging_organisations import merge_organisations
from kpknow.curation.actions.merging_themes import merge_themes
from kpknow.curation.actions.splitting_themes import Part, split_theme
from kpknow.curation.models import (
    ConsentView,
    DraftLink,
    Hiding,
    Import,
    LinkCheck,
    Manuscript,
    OrganisationMerge,
    Outcome,
    Override,
    PassageAnswer,
    RemovalRequest,
    ThemeMerge,
    ThemeSplit,
    TopicMerge,
)
from stories import models as stories
from tests import builders as make


def _finding() -> Any:
    return make.make_finding(make.make_theme(), make.make_highlight())


def _former_address() -> Any:
    slug = f"old-{next(make.numbers)}"
    return FormerAddress.objects.create(kind="events.event", slug=slug, current_slug=f"new-{slug}")


def _override() -> Any:
    asked_by = User.objects.create_user(f"asker-{next(make.numbers)}")
    programme = make.make_programme(status="draft")
    return Override.objects.create(
        kind="events.programme",
        record_id=programme.pk,
        title=str(programme),
        blockers=["Say the limits."],
        reason="It is urgent.",
        asked_by=asked_by,
        asked_at=timezone.now(),
    )


def _link_check() -> Any:
    address = f"https://{next(make.numbers)}.example/"
    return LinkCheck.objects.create(address=address, outcome=Outcome.GONE, status=404, checked_at=timezone.now())


def _topic_merge() -> Any:
    merged, kept = (make.make_topic(f"Topic {next(make.numbers)}") for _ in range(2))
    return merge_topics(merged, kept, by=AnonymousUser())


def _passage_answer() -> Any:
    said_by = User.objects.create_user(f"account-{next(make.numbers)}", password="a long pass phrase")
    return PassageAnswer.objects.create(
        record_kind="stories.story",
        record=make.make_story().pk,
        field="body",
        kind="phone",
        reason="x",
        said_by=said_by,
    )


def _organisation_merge() -> Any:
    return merge_organisations(make.make_organisation(), make.make_organisation(), by=AnonymousUser())


def _theme_split() -> Any:
    finding = make.make_finding(make.make_theme(), make.make_highlight())
    return split_theme(finding.theme, Part([finding.pk], []), into=make.make_theme(), by=AnonymousUser())


def _import() -> Any:
    return Import.objects.create(kind="organisations", imported_at=timezone.now())


def _draft_link() -> Any:
    account = User.objects.create_user(f"account-{next(make.numbers)}", password="a long pass phrase")
    make_link(make.make_event(status="draft"), by=account)
    return DraftLink.objects.latest("pk")


def _event() -> Any:
    event = make.make_event(programme=make.make_programme(), parent=make.make_event())
    make.make_participation(event)
    return event


BUILDERS: dict[Any, Callable[[], Any]] = {
    User: lambda: User.objects.create_user(f"account-{next(make.numbers)}", password="a long pass phrase"),
    Group: lambda: Group.objects.create(name=f"Group {next(make.numbers)}"),
    Source: make.make_source,
    LinkCheck: _link_check,
    Act: lambda: record_act(ActVerb.EXPORTED, by=None, about=make.make_source()),
    Change: lambda: Change.objects.of(make.make_source()).get(),
    FormerAddress: _former_address,
    events.Programme: make.make_programme,
    events.Organisation: make.make_organisation,
    events.Event: _event,
    events.Session: make.make_session,
    events.Survey: lambda: make.make_survey(programme=make.make_programme()),
    events.AnswerFile: lambda: make.make_answer_file(make.make_survey()),
    events.Question: make.make_question,
    events.Option: lambda: events.Option.objects.get(question=make.make_question()),
    events.Resource: lambda: make.make_resource(programme=make.make_programme()),
    events.Contributor: lambda: make.make_contributor(organisation=make.make_organisation()),
    events.Consent: lambda: make.make_consent(make.make_contributor()),
    events.Topic: lambda: make.make_topic(f"Topic {next(make.numbers)}"),
    stories.Story: lambda: make.make_story(event=make.make_event()),
    stories.Block: lambda: make.first_block(make.make_story()),
    stories.Media: lambda: make.make_media(make.make_story()),
    stories.Highlight: lambda: make.make_highlight(consent=make.make_consent()),
    stories.Theme: make.make_theme,
    stories.Finding: _finding,
    stories.Synthesis: lambda: make.make_synthesis(event=make.make_event()),
    stories.SynthesisSection: lambda: stories.SynthesisSection.objects.get(synthesis=make.make_synthesis()),
    stories.Comment: lambda: make.make_comment(make.make_story(), moderation=stories.Moderation.PENDING),
    Override: _override,
    TopicMerge: _topic_merge,
    DraftLink: _draft_link,
    OrganisationMerge: _organisation_merge,
    ThemeMerge: lambda: merge_themes(make.make_theme(), make.make_theme(), by=AnonymousUser()),
    ThemeSplit: _theme_split,
    Manuscript: lambda: Manuscript.objects.create(name=f"Text {next(make.numbers)}"),
    Hiding: lambda: Hiding.objects.create(contributor=make.make_contributor()),
    RemovalRequest: lambda: RemovalRequest.objects.create(words="Wrong.", code_hash=str(next(make.numbers))),
    ConsentView: lambda: ConsentView.objects.create(page="consent", consent=make.make_consent()),
    Import: _import,
    PassageAnswer: _passage_answer,
}
SHIPPED = (Permission, events.Country, events.Population)
"""What is there from the start."""
