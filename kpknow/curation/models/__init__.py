"""What curators did to the order of things, kept so that it can be read and undone."""

from kpknow.curation.models.distinct_topics import DistinctTopics
from kpknow.curation.models.topic_merge import MergedTagging, TopicMerge

__all__ = ["DistinctTopics", "MergedTagging", "TopicMerge"]
