"""The staff's pages about order and consent: tags merged, texts and tables brought in, what people agreed to, logs."""

from kpknow.curation.admin import (
    acts,
    attention,
    consent_views,
    consents,
    contributors,
    draft_links,
    hidings,
    imports,
    link_checks,
    manuscripts,
    organisations,
    overrides,
    passage_answers,
    removal_requests,
    topic_merges,
    topics,
)

__all__ = [
    "acts",
    "attention",
    "consent_views",
    "consents",
    "contributors",
    "draft_links",
    "hidings",
    "imports",
    "link_checks",
    "manuscripts",
    "organisations",
    "overrides",
    "passage_answers",
    "removal_requests",
    "topic_merges",
    "topics",
]
