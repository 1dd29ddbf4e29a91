from stories.models.block import Block, BlockKind, text_hash
from stories.models.comment import Comment, Moderation
from stories.models.finding import Evidence, Finding, FindingState, Recommendation, Side, ThemeFigure
from stories.models.highlight import Coding, Display, Highlight, HighlightState
from stories.models.leaning import Leaning, Pole
from stories.models.media import Media, MediaKind
from stories.models.story import (
    Moment,
    Story,
    StoryContribution,
    StoryFigure,
    StoryKind,
    TaggedStory,
)
from stories.models.story_role import SPEAKING_ROLES, WHOLE_STORY, StoryRole
from stories.models.synthesis import Synthesis, SynthesisEntry, SynthesisSection
from stories.models.theme import Theme, ThemeKind
from stories.models.theme_move import FormerFinding, MovedPart
from stories.models.theme_version import ThemeVersion

__all__ = [
    "SPEAKING_ROLES",
    "WHOLE_STORY",
    "Block",
    "BlockKind",
    "Coding",
    "Comment",
    "Display",
    "Evidence",
    "Finding",
    "FindingState",
    "FormerFinding",
    "Highlight",
    "HighlightState",
    "Leaning",
    "Media",
    "MediaKind",
    "Moderation",
    "Moment",
    "MovedPart",
    "Pole",
    "Recommendation",
    "Side",
    "Story",
    "StoryContribution",
    "StoryFigure",
    "StoryKind",
    "StoryRole",
    "Synthesis",
    "SynthesisEntry",
    "SynthesisSection",
    "TaggedStory",
    "Theme",
    "ThemeFigure",
    "ThemeKind",
    "ThemeVersion",
    "text_hash",
]
