"""Wrong values of the settings for several nodes stop the start, in words."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from kpknow.many_nodes import POSTGRESQL, replica_of, shared_cache

PRIMARY: dict[str, Any] = {
    "ENGINE": POSTGRESQL,
    "CONN_MAX_AGE": 600,
    "OPTIONS": {"options": "-c statement_timeout=20000"},
}


def test_a_replica_is_only_ever_read_and_soon_given_up() -> None:
    replica = replica_of(PRIMARY, "postgres://kpknow@10.0.0.3:5433/site")

    assert (replica["HOST"], replica["PORT"], replica["NAME"]) == ("10.0.0.3", 5433, "site")
    assert replica["OPTIONS"]["options"] == "-c statement_timeout=20000 -c default_transaction_read_only=on"
    assert replica["OPTIONS"]["connect_timeout"] == 2


@pytest.mark.parametrize("url", ["sqlite:////var/copy.sqlite3", "mysql://kpknow@10.0.0.3/site"])
def test_a_replica_that_cannot_follow_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="REPLICA_URL and DATABASE_URL are both postgres://"):
        replica_of(PRIMARY, url)


@pytest.mark.parametrize("url", ["memcached://10.0.0.4", "10.0.0.4:6379", "https://cache.example"])
def test_a_cache_that_is_no_redis_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is redis://"):
        shared_cache(url)


def test_a_redis_is_given_nothing_to_unpickle() -> None:
    options: Any = shared_cache("redis://:word@10.0.0.4:6379/0")["OPTIONS"]

    assert options["serializer"] == "kpknow.content.shared_pages.BytesOnly"
