"""What curators did to the order of things, kept so that it can be read and undone; and the texts they work on."""

from kpknow.curation.models.distinct_topics import DistinctTopics
from kpknow.curation.models.manuscript import Manuscript
from kpknow.curation.models.topic_merge import MergedTagging, TopicMerge

__all__ = ["DistinctTopics", "Manuscript", "MergedTagging", "TopicMerge"]
