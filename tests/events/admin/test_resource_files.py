"""A resource's file: looked through, told about, taken away safely."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Resource
from kpknow.content.actions.publishing import NotReady, publish
from tests import builders as make
from tests.content.admin.forms import errors, filled_form
from tests.safety import documents as files

pytestmark = pytest.mark.django_db


def change(resource: Resource) -> str:
    return reverse("admin:events_resource_change", args=(resource.pk,))


def send(staff: Client, resource: Resource, data: bytes | None, **fields: Any) -> Any:
    sent = filled_form(staff, change(resource), **fields)
    if data is not None:
        sent["file"] = SimpleUploadedFile("Jane Doe <script>.html", data, "text/html")
    response = staff.post(change(resource), sent)
    resource.refresh_from_db()
    return response


def test_a_file_that_tells_something_waits_for_an_answer(staff: Client, curator: Any) -> None:
    resource = make.make_resource(status="draft")

    send(staff, resource, files.telling_docx(), file_checked="on")

    assert (resource.file_kind, len(resource.file_tells), resource.file_checked) == ("docx", 9, False)
    assert "Jane" not in resource.file.name
    assert [blocker.field for blocker in resource.publication_blockers()] == ["file_checked"]
    assert "It holds 2 tracked changes." in staff.get(change(resource)).content.decode()
    with pytest.raises(NotReady):
        publish(resource, by=curator)
    send(staff, resource, None, file_checked="on")
    assert resource.publication_blockers() == []


def test_one_tick_takes_it_out_of_a_new_file_or_of_the_one_kept(
    staff: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = make.make_resource(status="draft"), make.make_resource(status="draft")

    send(staff, first, files.pdf(telling=True), strip_file="on")
    with django_capture_on_commit_callbacks(execute=True):
        send(staff, second, files.telling_docx())
        send(staff, second, None, strip_file="on")

    assert [one.publication_blockers() for one in (first, second)] == [[], []]
    kept = [path.read_bytes() for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not any(files.SECRET.encode() in data for data in kept)


@pytest.mark.parametrize("data", [b"", b"<html>", b"<svg onload=alert(1)>", files.pdf()[:200], b"\x00" * 100])
def test_what_is_no_document_is_refused_beside_the_file(data: bytes, staff: Client) -> None:
    resource = make.make_resource(status="draft")

    response = send(staff, resource, data)

    assert errors(response, "file") != []
    assert resource.file.name == ""


def test_a_file_is_saved_by_the_browser_and_never_opened(staff: Client) -> None:
    resource = make.make_resource(status="draft", slug="a-toolkit")
    send(staff, resource, files.pdf())
    Resource.objects.filter(pk=resource.pk).update(status="published", published_at=resource.changed_at)

    response = Client().get(resource.file_address)

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="a-toolkit.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    assert response["Cache-Control"] == "no-store"
    page = Client().get(resource.get_absolute_url()).content.decode()
    assert f'href="{resource.file_address}" download' in page


def test_a_telling_file_is_for_staff_alone_until_somebody_answers_even_where_the_resource_is_public(
    staff: Client,
) -> None:
    resource = make.make_resource()
    send(staff, resource, files.telling_docx())
    assert resource.status == "in_review"  # what is missing now takes it back; two people may pass over that
    Resource.objects.filter(pk=resource.pk).update(status="published")
    address = resource.file_address

    for client, answer in ((staff, 200), (Client(), 404)):
        response = client.get(address)
        assert response.status_code == answer
        if response.streaming:
            assert b"".join(response.streaming_content) != b""
    assert address not in Client().get(resource.get_absolute_url()).content.decode()
    send(staff, resource, None, file_checked="on")

    response = Client().get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) != b""


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_the_file_of_a_hidden_resource_is_hidden(state: str, staff: Client) -> None:
    resource = make.make_resource(status=state)
    resource.file.save("a.pdf", SimpleUploadedFile("a.pdf", files.pdf()))

    assert Client().get(resource.file_address).status_code == 404


def test_the_file_of_a_shielded_publisher_is_hidden() -> None:
    resource = make.make_resource()
    resource.file.save("a.pdf", SimpleUploadedFile("a.pdf", files.pdf()))
    resource.publishers.add(make.make_organisation(shield="hidden", shield_reason="Raids."))

    assert Client().get(resource.file_address).status_code == 404


@pytest.mark.parametrize("name", ["%00", "..%2fsecret-key", "a.pdf", "a" * 20 + ".html", "a" * 20 + ".pdf%00", "é.pdf"])
def test_a_tricked_name_reaches_no_file(name: str) -> None:
    assert Client().get(f"/files/{name}").status_code == 404
