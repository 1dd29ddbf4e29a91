from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kpknow.curation.models import Manuscript, ManuscriptPicture
from stories.models import Media
from tests.curation.documents import files
from tests.curation.documents.test_making_stories import answers
from tests.curation.documents.texts import bring_in, stories_page, text_page

pytestmark = pytest.mark.django_db


def test_pictures_come_along_and_are_hidden_until_somebody_says_who_is_in_them(staff: Client, curator: Any) -> None:
    file = SimpleUploadedFile(
        "a.docx",
        files.docx(
            files.paragraph("It began."),
            files.picture("p1", "A yard"),
            links=files.link("media/a.png"),
            word__media__a_dot_png=files.png(),
        ),
    )
    bring_in(staff, "", file=file)
    manuscript = Manuscript.objects.get()
    address = reverse("admin:curation_manuscript_picture", args=(manuscript.pk, 1))
    assert staff.get(address).content[8:12] == b"WEBP"
    assert address in staff.get(text_page(manuscript)).content.decode()

    staff.post(stories_page(manuscript), answers(manuscript) | {"story-0-title": "A yard"})
    media = Media.objects.get()

    assert (media.alternative_text, media.width, media.height) == ("A yard", 40, 30)
    assert list(Media.objects.visible_to(curator)) == []
    assert ManuscriptPicture.objects.count() == 0
    assert staff.get(address).status_code == 404
