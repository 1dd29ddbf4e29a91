"""The staff's pages about order and consent: tags that become one, texts brought in, what people agreed to."""

from kpknow.curation.admin import consent_views, consents, contributors, manuscripts, topic_merges, topics

__all__ = ["consent_views", "consents", "contributors", "manuscripts", "topic_merges", "topics"]
