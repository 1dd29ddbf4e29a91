"""Pages come from the replica while it is at the primary's version, and from the primary whenever it is not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, connections, router, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.actions.consents import withdraw_consent
from events.models import Consent
from kpknow.content.actions.publishing import withdraw
from kpknow.content.replica import REPLICA, may_follow, reading, reading_from_replica
from kpknow.content.replica_pages import ReplicaPages
from kpknow.search.indexing import catch_up
from stories.models import Story
from tests import builders as make
from tests.content.reader import Reader
from tests.content.replica import Replica
from tests.walk import walk

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "?(\w+)"?')
SELDOM = {"content_contentversion", "events_organisation"}
"""What the primary is asked at each page: for the version, and which sites are withheld."""


@pytest.fixture
def replica(tmp_path: Path, settings: Any) -> Iterator[Replica]:
    one = Replica(tmp_path)
    settings.DATABASE_ROUTERS = ["kpknow.content.replica.ReplicaRouter"]
    yield one
    one.remove()


@pytest.fixture
def reader() -> Reader:
    return Reader(ReplicaPages)


def tables(asked: CaptureQueriesContext) -> set[str]:
    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table for query in asked.captured_queries for table in TABLES.findall(query["sql"])} & every


def told(title: str = "The circle", **fields: Any) -> Story:
    return make.make_story(title, codes=(), **fields)


def test_pages_come_from_a_replica_that_is_at_the_version(replica: Replica, reader: Reader) -> None:
    story = told()
    catch_up()
    replica.catch_up()

    for path in ("/stories/", story.get_absolute_url(), "/search/?q=circle"):
        with CaptureQueriesContext(connection) as primary, CaptureQueriesContext(connections[REPLICA]) as copy:
            status, _headers, page = reader.get(path)

        assert (status, "The circle" in page) == (200, True)
        assert "stories_story" in tables(copy)
        assert tables(primary) <= SELDOM


def test_a_withdrawal_holds_at_the_next_request_though_the_replica_never_heard_of_it(
    replica: Replica, reader: Reader, curator: Any
) -> None:
    story = told()
    catch_up()
    replica.catch_up()
    paths = ("/stories/", story.get_absolute_url(), "/search/?q=circle", "/stories/?page=1", "/feeds/stories.atom")
    before = [reader.get(path)[2] for path in paths]

    withdraw(story, by=curator, reason="Asked to.")

    after = [reader.get(path) for path in paths]
    assert [place for place, page in zip(paths, before, strict=True) if "The circle" in page] != []
    assert [path for path, answer in zip(paths, after, strict=True) if "The circle" in answer[2]] == []
    assert after[1][0] == 410


def test_what_the_replica_said_is_not_kept_for_a_version_it_has_not(
    replica: Replica, reader: Reader, curator: Any
) -> None:
    consent = make.make_consent()
    told(consent=consent)
    replica.catch_up()
    reader.get("/stories/")
    withdraw_consent(Consent.objects.get(pk=consent.pk), by=curator)
    reader.get("/stories/")

    replica.catch_up()

    with CaptureQueriesContext(connections[REPLICA]) as copy:
        assert "The circle" not in reader.get("/stories/", HTTP_ACCEPT_ENCODING="gzip;q=0")[2]
    assert tables(copy) >= {"content_contentversion"}


def test_a_replica_that_is_away_costs_no_page_and_is_left_alone(replica: Replica, reader: Reader) -> None:
    told()
    replica.catch_up()
    replica.leaves()

    answers = [reader.get(path)[0] for path in ("/stories/", "/events/", "/themes/")]

    assert answers == [200, 200, 200]
    assert connections[REPLICA].connection is None


def test_a_page_that_broke_over_the_replica_is_made_again_from_the_primary(replica: Replica, reader: Reader) -> None:
    story = told()
    replica.catch_up()
    replica.breaks()

    status, _headers, page = reader.get(story.get_absolute_url())

    assert (status, "The circle" in page) == (200, True)


def test_accounts_sessions_and_attempts_are_asked_of_the_primary() -> None:
    beyond = {model for model in apps.get_models(include_auto_created=True) if model._meta.db_table not in may_follow()}

    assert {Session, get_user_model(), apps.get_model("curation.DraftLink"), apps.get_model("safety.Sending")} <= beyond


def test_whoever_wrote_or_began_a_transaction_reads_from_the_primary_to_the_end(replica: Replica) -> None:
    with reading_from_replica():
        first = router.db_for_read(Story), router.db_for_read(Session), reading().alias
        told()
        written = router.db_for_read(Story)
    with reading_from_replica():
        with transaction.atomic():
            inside = router.db_for_read(Story)
        after = router.db_for_read(Story), reading().alias

    assert first == (REPLICA, "default", REPLICA)
    assert (written, inside, after) == ("default", "default", ("default", "default"))
    assert router.db_for_read(Story) == "default"


class ReplicaClient(Client):
    def request(self, **request: Any) -> Any:
        with reading_from_replica():
            return super().request(**request)


def test_no_page_asks_the_replica_for_what_is_under_no_version(replica: Replica) -> None:
    story = told()
    make.make_session(make.make_event("Institute", code=None))
    make.make_question(make.make_survey(), shares={"Yes": 60, "No": 40})
    make.make_finding(make.make_theme(), make.make_highlight(make.first_block(story)))
    make.make_synthesis()
    make.make_resource()
    make.make_organisation(code=None)
    catch_up()
    replica.catch_up()

    with CaptureQueriesContext(connections[REPLICA]) as copy:
        answers = walk(ReplicaClient())

    assert len(answers) > 40
    assert len(tables(copy)) > 20
    assert tables(copy) - may_follow() == set()
