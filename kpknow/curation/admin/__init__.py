"""The staff's pages about order: topics that become one, the log of it, pairs that look alike."""

from kpknow.curation.admin import topic_merges, topics

__all__ = ["topic_merges", "topics"]
