"""Changes a story and tells what pages should say; ``python -m tests.bench.edit`` reads “slug words” lines.

Kept running, so that each edit comes at once and from another process than the worker's.
"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from stories.models import Story

    for line in sys.stdin:
        slug, _space, words = line.strip().partition(" ")
        story = Story.objects.get(slug=slug)
        story.standfirst = words
        story.save()
        print(slug, flush=True)
