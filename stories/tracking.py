"""What a change in each table means for stories, highlights, themes and syntheses; tables of ``events`` included."""

from kpknow.content.tracking import Touches, own

STORY, HIGHLIGHT, THEME, SYNTHESIS = "stories.story", "stories.highlight", "stories.theme", "stories.synthesis"


def found(label: str, joined: str, column: str = "id", *, new_rows: bool = False) -> Touches:
    """Records reached from the changed row over ``joined``: what follows SELECT."""
    return Touches(label, f"SELECT {joined}", (column,), new_rows)


def heard(joined: str, column: str = "id", *, new_rows: bool = False) -> tuple[Touches, Touches]:
    """Highlights reached from the changed row, and the themes they speak in. A row just inserted mostly has none."""
    highlights = f"SELECT {joined}"
    themes = (  # every part comes from the declarations below
        f"SELECT c.theme_id AS id FROM stories_coding c JOIN ({highlights}) h ON h.id = c.highlight_id UNION "  # noqa: S608
        "SELECT f.theme_id FROM stories_evidence e JOIN stories_finding f ON f.id = e.finding_id "
        f"JOIN ({highlights}) h ON h.id = e.highlight_id"
    )
    return Touches(HIGHLIGHT, highlights, (column,), new_rows), Touches(THEME, themes, (column,), new_rows)


def by_highlight(label: str, column: str = "highlight_id") -> Touches:
    """The story of a highlight, for its themes are those of its highlights."""
    return found(
        label,
        "b.story_id AS id FROM {changed} JOIN stories_highlight h ON h.id = changed." + column + " "
        "JOIN stories_block b ON b.id = h.block_id",
        column,
        new_rows=True,
    )


IN_STORY = (
    "h.id AS id FROM {changed} JOIN stories_block b ON b.story_id = changed.id "
    "JOIN stories_highlight h ON h.block_id = b.id"
)
IN_BLOCK = "h.id AS id FROM {changed} JOIN stories_highlight h ON h.block_id = changed.id"
BY_SPEAKER = (
    "h.id AS id FROM {changed} JOIN stories_block b ON b.contribution_id = changed.id "
    "JOIN stories_highlight h ON h.block_id = b.id"
)
UNDER_CONSENT = (
    "h.id AS id FROM {changed} JOIN stories_highlight h ON h.consent_id = changed.id UNION "
    "SELECT h.id FROM {changed} JOIN stories_storycontribution c ON c.consent_id = changed.id "
    "JOIN stories_block b ON b.story_id = c.story_id JOIN stories_highlight h ON h.block_id = b.id UNION "
    "SELECT h.id FROM {changed} JOIN events_sessioncontribution c ON c.consent_id = changed.id "
    "JOIN stories_highlight h ON h.session_id = c.session_id"
)
OF_PERSON = (
    "h.id AS id FROM {changed} JOIN events_consent k ON k.contributor_id = changed.id "
    "JOIN stories_highlight h ON h.consent_id = k.id UNION "
    "SELECT h.id FROM {changed} JOIN stories_storycontribution c ON c.contributor_id = changed.id "
    "JOIN stories_block b ON b.story_id = c.story_id JOIN stories_highlight h ON h.block_id = b.id"
)
AT_EVENT = (
    "h.id AS id FROM {changed} JOIN events_event e ON e.id = changed.id OR e.parent_id = changed.id "
    "JOIN events_session s ON s.event_id = e.id JOIN stories_highlight h ON h.session_id = s.id"
)
HOSTED = (
    "h.id AS id FROM {changed} JOIN events_participation p ON p.organisation_id = changed.id "
    "JOIN events_event e ON e.id = p.event_id OR e.parent_id = p.event_id "
    "JOIN events_session s ON s.event_id = e.id JOIN stories_highlight h ON h.session_id = s.id UNION "
    "SELECT h.id FROM {changed} JOIN stories_story_organisations o ON o.organisation_id = changed.id "
    "JOIN stories_block b ON b.story_id = o.story_id JOIN stories_highlight h ON h.block_id = b.id UNION "
    "SELECT h.id FROM {changed} JOIN events_contributor p ON p.organisation_id = changed.id "
    "JOIN events_consent k ON k.contributor_id = p.id JOIN stories_highlight h ON h.consent_id = k.id"
)
IN_SURVEY = (
    "h.id AS id FROM {changed} JOIN events_question q ON q.survey_id = changed.id "
    "JOIN stories_highlight h ON h.question_id = q.id"
)
CONSENTED = (
    "c.story_id AS id FROM {changed} JOIN stories_storycontribution c ON c.consent_id = changed.id UNION "
    "SELECT b.story_id FROM {changed} JOIN stories_highlight h ON h.consent_id = changed.id "
    "JOIN stories_block b ON b.id = h.block_id"
)
FIGURE_OF_QUESTION = (
    "f.theme_id AS id FROM {changed} JOIN stories_finding_questions q ON q.question_id = changed.id "
    "JOIN stories_finding f ON f.id = q.finding_id"
)
OF_FINDING = "f.theme_id AS id FROM {changed} JOIN stories_finding f ON f.id = changed.finding_id"
OF_RECOMMENDATION = "r.theme_id AS id FROM {changed} JOIN stories_recommendation r ON r.id = changed.recommendation_id"
OF_SECTION = "s.synthesis_id AS id FROM {changed} JOIN stories_synthesissection s ON s.id = changed.section_id"

# Inserting a host, an organisation or a teller can hide what was there: those insertions are looked at too.
TABLES: dict[str, tuple[Touches, ...]] = {
    "events_consent": (found(STORY, CONSENTED), *heard(UNDER_CONSENT)),
    "events_contributor": (
        found(
            STORY, "c.story_id AS id FROM {changed} JOIN stories_storycontribution c ON c.contributor_id = changed.id"
        ),
        *heard(OF_PERSON),
    ),
    "events_organisation": (
        found(
            STORY,
            "o.story_id AS id FROM {changed} JOIN stories_story_organisations o ON o.organisation_id = changed.id",
        ),
        *heard(HOSTED),
    ),
    "events_event": (
        found(STORY, "s.id AS id FROM {changed} JOIN stories_story s ON s.event_id = changed.id"),
        found(SYNTHESIS, "s.id AS id FROM {changed} JOIN stories_synthesis s ON s.event_id = changed.id"),
        *heard(AT_EVENT),
    ),
    "events_participation": heard(AT_EVENT.replace("changed.id", "changed.event_id"), "event_id", new_rows=True),
    "events_session": heard("h.id AS id FROM {changed} JOIN stories_highlight h ON h.session_id = changed.id"),
    "events_sessioncontribution": heard(
        "h.id AS id FROM {changed} JOIN stories_highlight h ON h.session_id = changed.session_id", "session_id"
    ),
    "events_survey": heard(IN_SURVEY),
    "events_question": (
        found(THEME, FIGURE_OF_QUESTION),
        *heard("h.id AS id FROM {changed} JOIN stories_highlight h ON h.question_id = changed.id"),
    ),
    "events_option": (
        found(THEME, "f.theme_id AS id FROM {changed} JOIN stories_themefigure f ON f.option_id = changed.id"),
        found(THEME, FIGURE_OF_QUESTION.replace("changed.id", "changed.question_id"), "question_id"),
    ),
    "stories_story": (
        own(STORY),
        own(STORY, "translation_of_id"),
        found(STORY, "t.id AS id FROM {changed} JOIN stories_story t ON t.translation_of_id = changed.id"),
        *heard(IN_STORY),
    ),
    "stories_story_organisations": (
        own(STORY, "story_id"),
        *heard(IN_STORY.replace("changed.id", "changed.story_id"), "story_id", new_rows=True),
    ),
    "stories_story_countries": (own(STORY, "story_id"),),
    "stories_story_populations": (own(STORY, "story_id"),),
    "stories_storyfigure": (own(STORY, "story_id"),),
    "stories_moment": (own(STORY, "story_id"),),
    "stories_storycontribution": (
        own(STORY, "story_id"),
        *heard(BY_SPEAKER),
        *heard(IN_STORY.replace("changed.id", "changed.story_id"), "story_id", new_rows=True),
    ),
    "stories_taggedstory": (own(STORY, "content_object_id"), own("events.topic", "tag_id")),
    "stories_block": (own(STORY, "story_id"), *heard(IN_BLOCK)),
    "stories_comment": (own(STORY, "story_id"),),
    "stories_media": (own(STORY, "story_id"),),
    "stories_media_appearing": (
        found(
            STORY,
            "m.story_id AS id FROM {changed} JOIN stories_media m ON m.id = changed.media_id",
            "media_id",
            new_rows=True,
        ),
    ),
    "stories_theme": (own(THEME),),
    "stories_highlight": (
        own(HIGHLIGHT),
        found(
            STORY,
            "b.story_id AS id FROM {changed} JOIN stories_block b ON b.id = changed.block_id",
            "block_id",
            new_rows=True,
        ),
        *heard("changed.id AS id FROM {changed}"),
    ),
    "stories_coding": (own(THEME, "theme_id"), own(HIGHLIGHT, "highlight_id"), by_highlight(STORY)),
    "stories_leaning": (own(THEME, "theme_id"),),
    "stories_finding": (own(THEME, "theme_id"),),
    "stories_finding_questions": (found(THEME, OF_FINDING, "finding_id", new_rows=True),),
    "stories_evidence": (found(THEME, OF_FINDING, "finding_id", new_rows=True), own(HIGHLIGHT, "highlight_id")),
    "stories_themefigure": (own(THEME, "theme_id"),),
    "stories_themeversion": (own(THEME, "theme_id"),),
    "stories_movedpart": (own(THEME, "source_id"), own(THEME, "target_id")),
    "stories_formerfinding": (found(THEME, OF_FINDING, "finding_id"),),
    "stories_recommendation": (own(THEME, "theme_id"),),
    "stories_recommendation_findings": (found(THEME, OF_RECOMMENDATION, "recommendation_id", new_rows=True),),
    "stories_synthesis": (own(SYNTHESIS),),
    "stories_synthesissection": (own(SYNTHESIS, "synthesis_id"),),
    "stories_synthesisentry": (
        found(SYNTHESIS, OF_SECTION, "section_id", new_rows=True),
        own(THEME, "theme_id"),
    ),
}
