"""Who may do what: the one table, kept as Django's groups and permissions.

A kind of record without a row, and a right without a letter, belong to the administrator alone. The groups are set to
this table after every ``migrate``: whoever needs something else gets a group of their own beside it.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The values are the names of the groups."""

    AUTHOR = "Author", _("Author")
    EDITOR = "Editor", _("Editor")
    PUBLISHER = "Publisher", _("Publisher")
    MODERATOR = "Moderator", _("Moderator")
    ADMINISTRATOR = "Administrator", _("Administrator")


GROUPS_MIGRATION = "0004_roles"

VERBS = {"v": "view", "a": "add", "c": "change", "d": "delete", "r": "review", "p": "publish"}
"""“a” without “v”, for a kind of record: drafts of their own, until they are sent for review."""

COLUMNS = (Role.AUTHOR, Role.EDITOR, Role.PUBLISHER, Role.MODERATOR)
TABLE: dict[str, tuple[str, str, str, str]] = {
    "stories.story": ("a", "vacr", "vacrp", ""),
    "stories.theme": ("", "vacr", "vacrp", ""),
    "stories.synthesis": ("", "vacr", "vacrp", ""),
    "events.event": ("a", "vacr", "vacrp", ""),
    "events.organisation": ("a", "vacr", "vacrp", ""),
    "events.resource": ("a", "vacr", "vacrp", ""),
    "events.programme": ("", "vacr", "vacrp", ""),
    "events.survey": ("", "vacr", "vacrp", ""),
    "stories.media": ("", "vacd", "vacd", ""),
    "stories.highlight": ("", "vacd", "vacd", ""),
    "stories.finding": ("", "vacd", "vacd", ""),
    "stories.synthesissection": ("", "vacd", "vacd", ""),
    "stories.block": ("", "v", "v", ""),
    "events.session": ("", "vacd", "vacd", ""),
    "events.question": ("", "vacd", "vacd", ""),
    "events.option": ("", "v", "v", ""),
    "events.contributor": ("va", "vac", "vac", ""),
    "events.consent": ("", "", "vac", ""),
    "curation.hiding": ("", "", "vc", ""),
    "curation.removalrequest": ("", "", "vc", ""),
    "stories.comment": ("", "", "", "vc"),
    "events.topic": ("v", "vac", "vacd", ""),
    "events.population": ("v", "v", "vac", ""),
    "events.country": ("v", "v", "vc", ""),
    "content.source": ("va", "vac", "vacd", ""),
    "content.formeraddress": ("", "v", "v", ""),
    "curation.override": ("", "", "v", ""),
    "curation.topicmerge": ("", "v", "v", ""),
    "curation.draftlink": ("v", "v", "v", ""),
    "curation.passageanswer": ("", "v", "v", ""),
    "curation.organisationmerge": ("", "v", "v", ""),
    "curation.thememerge": ("", "v", "v", ""),
    "curation.themesplit": ("", "v", "v", ""),
}
"""Kind of record → letters of VERBS in the order of COLUMNS. An administrator has every letter of every kind."""


def rights(role: Role) -> set[tuple[str, str]]:
    """(app label, codename) of every permission the table gives this role; not for the administrator, who has all."""
    column = COLUMNS.index(role)
    return {
        (label.split(".")[0], f"{VERBS[letter]}_{label.split('.')[1]}")
        for label, cells in TABLE.items()
        for letter in cells[column]
    }


def grant_roles(using: str, **_signal: Any) -> None:
    """After migrations: each group has just what the table says. Nothing is written where nothing changed.

    Django writes the permissions of an app after ours may have been asked, so all are written first. Before the
    migration that makes the groups, and after it is undone, there are none.
    """
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415  # after the models

    if ("curation", GROUPS_MIGRATION) not in MigrationRecorder(connections[using]).applied_migrations():
        return
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0, using=using)
    permissions = {
        (app, codename): key
        for key, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in Role:
        group, _made = Group.objects.using(using).get_or_create(name=role.value)
        wanted = permissions.keys() if role == Role.ADMINISTRATOR else rights(role)
        keys = {permissions[right] for right in wanted}
        if keys != set(group.permissions.using(using).values_list("pk", flat=True)):
            group.permissions.set(keys)


def as_markdown() -> str:
    """The table as the guide shows it, with the kinds in the words of the admin."""
    head = ["", *(str(role.label) for role in Role)]
    rows: list[list[str]] = [
        [kind_name(label), *(words(label, letters) for letters in cells), str(_("everything"))]
        for label, cells in TABLE.items()
    ]
    rows.append([str(_("accounts and everything else")), *[""] * len(COLUMNS), str(_("everything"))])
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def kind_name(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name_plural)


def words(label: str, letters: str) -> str:
    """“see, add, change”; “own drafts” for records whose others they do not see."""
    if "a" in letters and "v" not in letters:
        return str(_("own drafts"))
    shown = {
        "v": _("see"),
        "a": _("add"),
        "c": _("change"),
        "d": _("delete"),
        "r": _("send back"),
        "p": _("publish, withdraw"),
    }
    return ", ".join(str(shown[letter]) for letter in letters)
