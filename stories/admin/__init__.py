"""The staff's pages about what was learned; each noun in its file."""

from stories.admin import comments, consents, highlights, media, stories, syntheses, themes

__all__ = ["comments", "consents", "highlights", "media", "stories", "syntheses", "themes"]
