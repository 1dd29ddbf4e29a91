"""kpknow: the knowledge base of learning events for HIV key populations."""
