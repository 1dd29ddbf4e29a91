"""What readers' addresses begin with: staff's pages stand under none of these, or they would stand in front of them."""

READERS_PATHS = frozenset({
    "about", "accessibility", "consent", "data", "drafts", "events", "evidence", "feeds", "files", "healthz",
    "highlights", "licence", "my-story", "opensearch.xml", "organisations", "packs", "people", "pictures",
    "places", "programmes", "readyz", "removal", "resources", "robots.txt", "safety", "search", "sitemap.xml",
    "sources", "static", "stories", "surveys", "syntheses", "tags", "themes",
})  # fmt: skip
