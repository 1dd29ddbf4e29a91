"""The staff's pages about order and consent: tags merged, texts and tables brought in, what people agreed to."""

from kpknow.curation.admin import (
    consent_views,
    consents,
    contributors,
    hidings,
    imports,
    manuscripts,
    organisations,
    removal_requests,
    topic_merges,
    topics,
)

__all__ = [
    "consent_views",
    "consents",
    "contributors",
    "hidings",
    "imports",
    "manuscripts",
    "organisations",
    "removal_requests",
    "topic_merges",
    "topics",
]
