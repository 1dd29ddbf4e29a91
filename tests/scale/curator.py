"""Withdraws stories and brings them back, each at once: ``python -m tests.scale.curator`` reads “verb slug” lines.

Answers with the slug when the transaction has committed. A process apart from every node, as a command would be.
"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.db import Error, connection

    from kpknow.content.actions.publishing import withdraw
    from kpknow.content.models import Status
    from stories.models import Story

    for line in sys.stdin:
        verb, _space, slug = line.strip().partition(" ")
        try:
            story = Story.objects.get(slug=slug)
            if verb == "withdraw":
                withdraw(story, by=AnonymousUser(), reason="A drill.")
            else:
                story.status, story.withdrawn_at, story.withdrawal_reason = Status.PUBLISHED, None, ""
                story.save()
            print(slug, flush=True)
        except Error as away:
            connection.close()
            print(f"failed: {type(away).__name__}", flush=True)
