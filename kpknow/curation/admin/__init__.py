"""The staff's pages about order: topics that become one, the log of it, pairs that look alike; texts brought in."""

from kpknow.curation.admin import manuscripts, topic_merges, topics

__all__ = ["manuscripts", "topic_merges", "topics"]
