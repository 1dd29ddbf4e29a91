"""A store for whoever asks for one: started once for all tests of a process, a bucket for each test."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.store.server import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory: Any) -> Iterator[Store]:
    one = Store(tmp_path_factory.mktemp("store"))
    one.start()
    yield one
    one.kill()


@pytest.fixture
def bucket(store: Store, settings: Any, plain_files: None) -> str:
    """The name of the bucket in which the site keeps its files from now on."""
    name = f"site-{uuid4().hex}"
    store.client().create_bucket(Bucket=name)
    store.give(settings, name)
    return name
