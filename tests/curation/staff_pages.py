"""Every address of the staff's pages, and the letter of the written table it needs."""

from typing import Any

from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from kpknow.content.models import Record
from kpknow.curation.roles import COLUMNS, TABLE, Role

STEPS = {"send": "c", "return": "r", "publish": "p", "withdraw": "p", "redraft": "p"}
NEEDS = {
    "changelist": "v",
    "history": "v",
    "version": "v",
    "change": "v",
    "add": "a",
    "delete": "d",
    "preview": "c",
    "preview_new": "a",
}
"""Page → the letter of the table it needs."""
OTHERS = {
    "events_consent_withdraw": "c",
    "events_organisation_merge": "p",
    "events_organisation_duplicates": "p",
    "curation_organisationmerge_undo": "events.organisation:p",
    "stories_theme_workshop": "c",
    "events_topic_merge": "c",
    "events_topic_duplicates": "c",
    "curation_topicmerge_undo": "events.topic:c",
    "curation_draftlink_revoke": "v",
    "events_organisation_shield": "c",
    "stories_comment_decide": "c",
    "stories_comment_hide_all": "c",
    "stories_theme_versions": "p",
    "stories_theme_merge": "c",
    "stories_theme_split": "p",
    "curation_thememerge_undo": "stories.theme:p",
    "curation_themesplit_undo": "stories.theme:p",
    "curation_import_changelist": "events.organisation:c",
    "curation_import_change": "events.organisation:c",
    "curation_import_history": "events.organisation:c",
    "curation_import_bring_in": "events.organisation:c",
    "curation_import_columns": "events.organisation:c",
    "curation_import_row": "events.organisation:c",
    "curation_import_undo": "events.organisation:c",
    "events_answerfile_changelist": "events.survey:c",
    "events_answerfile_change": "events.survey:c",
    "events_answerfile_history": "events.survey:c",
    "events_answerfile_bring_in": "events.survey:c",
    "events_answerfile_columns": "events.survey:c",
    "events_answerfile_problems": "events.survey:c",
    "events_answerfile_codebook": "events.survey:c",
    "events_answerfile_undo": "events.survey:c",
    "curation_override_ask": "events.programme:p",
    "curation_override_confirm": "events.programme:p",
    "curation_override_refuse": "events.programme:p",
    "events_contributor_everything": "events.consent:v",
    "events_contributor_withdraw": "events.consent:c",
    "events_contributor_receipt": "events.consent:c",
    "curation_hiding_review": "events.consent:c",
    "curation_removalrequest_hide": "c",
    "curation_removalrequest_answer": "c",
    "curation_passageanswer_of": "stories.story:c",
    "curation_manuscript_changelist": "stories.story:a",
    "curation_manuscript_change": "stories.story:a",
    "curation_manuscript_history": "stories.story:a",
    "curation_manuscript_bring_in": "stories.story:a",
    "curation_manuscript_text": "stories.story:a",
    "curation_manuscript_stories": "stories.story:a",
    "curation_manuscript_throw_away": "stories.story:a",
}
"""Pages of our own that are not among the above; one that is missing here is the administrator's alone."""
FOR_ALL_STAFF = {
    *("index", "login", "logout", "password_change", "password_change_done", "jsi18n", "view_on_site"),
    *("autocomplete", "choices", "app_list", "keep_view", "forget_view", "switch_shortcuts"),
    "curation_import_export",
}
"""Pages without records, or of one’s own; what is chosen by typing, an app’s list and an export are asked apart."""


def staff_pages() -> list[str]:
    """The name of every address below the staff's path."""
    found: list[str] = []

    def walk(resolver: URLResolver) -> None:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern)
            elif pattern.name:
                found.append(pattern.name)

    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            walk(pattern)
    return sorted(set(found) - FOR_ALL_STAFF)


MODELS = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}


def of(name: str) -> tuple[Any, str]:
    """The model a page belongs to, and the page's own part of its name."""
    for prefix, model in MODELS.items():
        if name.startswith(f"{prefix}_"):
            return model, name.removeprefix(f"{prefix}_")
    return None, name


def letter(name: str) -> str:
    model, page = of(name)
    if name in OTHERS:
        return OTHERS[name]
    if model and page in NEEDS:
        return NEEDS[page]
    return STEPS.get(page, "") if model and issubclass(model, Record) else ""


def written(name: str, role: Role) -> bool:
    """What the table says about this page for this role."""
    if role == Role.ADMINISTRATOR:
        return True
    model, _page = of(name)
    needed = letter(name)
    label, _colon, needed = needed.rpartition(":")
    cells = TABLE.get(label or (model._meta.label_lower if model else ""), ("",) * len(COLUMNS))
    return bool(needed) and needed in cells[COLUMNS.index(role)]


def address(name: str, row: Any) -> str:
    if name == "curation_passageanswer_of":
        return reverse(f"admin:{name}", args=("stories.story", row.record))
    if name == "curation_override_ask":
        return reverse(f"admin:{name}", args=(row.kind, row.record_id))
    for arguments in ((), (row.pk,), (row.pk, 1), (row.pk, "accept")):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except Exception:  # noqa: S112  # another number of arguments
            continue
    raise LookupError(name)


def is_open(client: Client, where: str) -> bool:
    """Neither refused nor sent away: Django answers 302 to the front page for a record out of somebody's sight."""
    answers = [client.get(where), client.post(where, {})]
    return any(
        answer.status_code not in (403, 404, 405)
        and not answer.headers.get("Location", "").endswith(reverse("admin:index"))
        for answer in answers
    )
