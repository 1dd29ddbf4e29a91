"""Which addresses are asked, and what is remembered of the answers."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone

from events.models import Organisation, Resource
from kpknow.content.models import Source
from kpknow.curation.links.asking import Answer, ask
from kpknow.curation.models import LinkCheck

AT_ONCE = 8
"""Servers asked at the same time; each gets one question after the other."""
PAUSE = 1.0
"""Seconds between two questions to one server."""
NOBODY = AnonymousUser()


def addresses() -> set[str]:
    """Those readers can follow today: of listed sources, public resources and organisations that may be linked to.

    What is not public is not asked for: a request tells a stranger's server that somebody here knows it.
    """
    sources = Source.objects.visible_to(NOBODY).exclude(url="").values_list("url", flat=True)
    resources = Resource.objects.visible_to(NOBODY).exclude(url="").values_list("url", flat=True)
    organisations = (one.public_website for one in Organisation.objects.visible_to(NOBODY).exclude(website=""))
    return {address for address in (*sources, *resources, *organisations) if address}


def check_links(
    wanted: Iterable[str], *, ask_one: Callable[[str], Answer] = ask, pause: float = PAUSE
) -> Iterator[LinkCheck]:
    """Ask each address and remember the answer, one after the other as they come; forgets addresses nobody has."""
    by_server: dict[str, list[str]] = defaultdict(list)
    for address in sorted(set(wanted)):
        by_server[server_of(address)].append(address)
    LinkCheck.objects.exclude(address__in=[one for some in by_server.values() for one in some]).delete()
    with ThreadPoolExecutor(AT_ONCE) as askers:
        asked = [askers.submit(ask_server, some, ask_one, pause) for some in by_server.values()]
        for done in as_completed(asked):
            for address, answer in done.result():
                yield remember(address, answer)


def server_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def ask_server(some: list[str], ask_one: Callable[[str], Answer], pause: float) -> list[tuple[str, Answer]]:
    answers = []
    for number, address in enumerate(some):
        if number:
            time.sleep(pause)
        answers.append((address, ask_one(address)))
    return answers


def remember(address: str, answer: Answer) -> LinkCheck:
    """``failures`` counts how often in a row it was not there: once may be a bad day."""
    check, _made = LinkCheck.objects.update_or_create(
        address=address,
        defaults={"outcome": answer.outcome, "status": answer.status, "checked_at": timezone.now()},
    )
    LinkCheck.objects.filter(pk=check.pk).update(failures=F("failures") + 1 if check.is_dead else 0)
    return check
