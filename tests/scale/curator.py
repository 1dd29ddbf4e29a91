"""Withdraws stories, brings them back and gives them pictures, each at once, as lines of “verb slug” tell it:

    python -m tests.scale.curator

Answers with the slug when the transaction has committed. A process apart from every node, as a command would be.
"""

import sys
from io import BytesIO

import django
from PIL import Image

if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.core.files.base import ContentFile
    from django.db import Error, connection

    from kpknow.content.actions.publishing import withdraw
    from kpknow.content.models import Status
    from stories.models import Media, MediaKind, Story

    def give_picture(story: Story) -> None:
        written = BytesIO()
        Image.effect_noise((64, 48), 90).convert("RGB").save(written, "WEBP")
        picture = Media(story=story, kind=MediaKind.IMAGE, title="A yard", alternative_text="A yard")
        picture.nobody_recognisable = True
        picture.image.save("yard.webp", ContentFile(written.getvalue()))

    for line in sys.stdin:
        verb, _space, slug = line.strip().partition(" ")
        try:
            story = Story.objects.get(slug=slug)
            if verb == "withdraw":
                withdraw(story, by=AnonymousUser(), reason="A drill.")
            elif verb == "picture":
                give_picture(story)
            else:
                story.status, story.withdrawn_at, story.withdrawal_reason = Status.PUBLISHED, None, ""
                story.save()
            print(slug, flush=True)
        except Error as away:
            connection.close()
            print(f"failed: {type(away).__name__}", flush=True)
