"""What happens to a stranger's request to change or remove something: received, looked at, answered."""

import logging

from django.db import transaction
from django.utils import timezone

from kpknow.content.actions import publishing
from kpknow.content.models import Record, User
from kpknow.curation.models import RemovalRequest, RequestState
from kpknow.curation.records_by_address import record_at
from kpknow.safety.codes import LENGTH, code_hash, digits_of, new_code
from kpknow.safety.sealing import can_seal, seal

logger = logging.getLogger(__name__)

KIND = "removal request"
ANSWERED = (RequestState.DONE, RequestState.DECLINED)


class NoSuchPage(Exception):
    """No record stands at the page that was named, or it is hidden already."""


class AlreadyAnswered(Exception):
    """Somebody answered it meanwhile."""


def receive_request(*, page: str, words: str, contact: str = "") -> str:
    """Keep it for staff; returns the code to ask how far it is, told this once. Without a key no contact is kept."""
    code = new_code()
    sealed = seal(contact) if contact and can_seal() else ""
    RemovalRequest.objects.create(page=page, words=words, contact=sealed, code_hash=code_hash(code, KIND))
    return code


def request_of(typed: str) -> RemovalRequest | None:
    """Whichever this code stands for; about 50 ms whatever was typed."""
    return RemovalRequest.objects.filter(code_hash=code_hash(digits_of(typed)[: LENGTH + 1], KIND)).first()


def hidden_after(request: RemovalRequest) -> str:
    """The reason of a withdrawal that nobody has looked into yet."""
    return f"Hidden at once after request {request.pk}."


@transaction.atomic
def hide_page(request: RemovalRequest, *, by: User) -> Record:
    """Withdraw the record the request is about: it answers 410 from the next request on. Raises NoSuchPage."""
    record = record_at(request.page)
    if record is None or record.withdrawn_at:
        raise NoSuchPage
    publishing.withdraw(record, by=by, reason=hidden_after(request))
    RemovalRequest.objects.filter(pk=request.pk, state=RequestState.WAITING).update(state=RequestState.LOOKED_AT)
    return record


@transaction.atomic
def answer_request(request: RemovalRequest, *, by: User, state: RequestState, answer: str) -> None:
    """What they read under their code. With the last answer the way to reach them is erased. Raises AlreadyAnswered."""
    standing = RemovalRequest.objects.select_for_update().get(pk=request.pk)
    if standing.state in ANSWERED:
        raise AlreadyAnswered
    standing.state, standing.answer = state, answer
    if state in ANSWERED:
        standing.contact = ""
        standing.answered_at, standing.answered_by_id = timezone.now(), by.pk
    standing.save()
    logger.info("removal request %s is %s by account %s", standing.pk, state, by.pk)
