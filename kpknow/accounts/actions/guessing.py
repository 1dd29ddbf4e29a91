"""Guessing is slow, locking is impossible (OWASP ASVS 6.3.1).

Each network waits for itself, at each account: 1 second after the first wrong try, then 2, 4, 8 … up to 50. Nobody
waits for what others do, so that no attack shuts an owner out: somebody who comes from elsewhere is answered at once,
or, where many networks try the same account, after half a minute at most. A try is booked before the secret is looked
at, so that a hundred at once are one; what is asked too early is neither looked at nor counted.

A name that no account has is treated in just the same way.
"""

import math
import unicodedata
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from kpknow.accounts.models import SpentCode, Tries
from kpknow.safety.daily_keys import keyed

PURPOSE = "accounts.tries"
"""What the keys of the day are for: those of other counts tell nothing about these."""
LONGEST_WAIT = 50
"""Seconds. The owner is in within a minute, whatever happens (docs/decisions/0021-signing-in.md)."""
FREE_TRIES = 10
"""Of one network at different accounts, before it waits for all of them: an office may share an address."""
FREE_STRANGERS = 4
"""Networks that try one account in a day before the next one new to it waits as well."""
LONGEST_WAIT_OF_STRANGERS = 30
"""Seconds."""


class TooSoon(Exception):
    """Nothing was looked at. ``seconds``: when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def wait_after(tries: int, longest: int = LONGEST_WAIT) -> timedelta:
    """1, 2, 4, 8 … seconds after so many tries; none after none."""
    return timedelta(seconds=min(longest, 2 ** min(tries - 1, 10)) if tries > 0 else 0)


def book_try(secret: str, name: str, network: str) -> None:
    """Before a secret ("password", "code") of the named account is looked at. Raises TooSoon instead of answering."""
    now = timezone.now()
    network_key, pair, account = keys_of(secret, name, network)
    crowd = row_of(network_key, now)
    refuse_before(crowd.free_at, now)
    here = Tries.objects.filter(key=pair).first() or first_try_at(pair, account, now)
    refuse_before(here.free_at, now)
    with transaction.atomic():
        booked = Tries.objects.filter(pk=here.pk, tries=here.tries, free_at__lte=now).update(
            tries=here.tries + 1, free_at=now + wait_after(here.tries + 1)
        )
        if not booked:  # somebody of this network was faster
            raise TooSoon(1)
        Tries.objects.filter(pk=crowd.pk).update(
            tries=F("tries") + 1, free_at=now + wait_after(crowd.tries + 1 - FREE_TRIES)
        )


def forget_tries(secret: str, name: str, network: str) -> None:
    """The secret was right: this network starts anew at this account."""
    network_key, pair, account = keys_of(secret, name, network)
    with transaction.atomic():
        Tries.objects.filter(key=pair).delete()
        Tries.objects.filter(key=account, tries__gt=0).update(tries=F("tries") - 1)
        Tries.objects.filter(key=network_key, tries__gt=0).update(tries=F("tries") - 1, free_at=timezone.now())


def spend_code(account: int, code: str) -> bool:
    """False for a code of this account that was used today already."""
    day = timezone.now().date()
    SpentCode.objects.filter(day__lt=day - timedelta(days=1)).delete()
    try:
        with transaction.atomic():
            SpentCode.objects.create(key=keyed(PURPOSE, "spent", str(account), code), day=day)
    except IntegrityError:
        return False
    return True


def keys_of(secret: str, name: str, network: str) -> tuple[str, str, str]:
    """Of the network, of the network at this account, of the account."""
    named = unicodedata.normalize("NFKC", name).strip().casefold()
    return (
        keyed(PURPOSE, "network", network),
        keyed(PURPOSE, secret, named, network),
        keyed(PURPOSE, secret, named),
    )


def row_of(key: str, now: datetime, wait: timedelta = timedelta(0)) -> Tries:
    return Tries.objects.get_or_create(key=key, defaults={"day": now.date(), "free_at": now + wait})[0]


def first_try_at(pair: str, account: str, now: datetime) -> Tries:
    """A network new to this account waits only where many others came before it; then for itself, once."""
    Tries.objects.filter(day__lt=now.date()).delete()
    strangers = row_of(account, now)
    Tries.objects.filter(pk=strangers.pk).update(tries=F("tries") + 1)
    wait = wait_after(strangers.tries + 1 - FREE_STRANGERS, LONGEST_WAIT_OF_STRANGERS)
    return row_of(pair, now, wait)


def refuse_before(free_at: datetime, now: datetime) -> None:
    if free_at > now:
        raise TooSoon(max(1, math.ceil((free_at - now).total_seconds())))
