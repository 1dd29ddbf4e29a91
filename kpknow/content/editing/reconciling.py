"""One form was sent while another was saved: what differs, what is asked, what becomes of the rows."""

from collections.abc import Iterable
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kpknow.content.editing.authors import Authors
from kpknow.content.editing.rows import Files, SentRow, renumber, sent_rows
from kpknow.content.editing.values import in_words, put, sent, stored, written_in
from kpknow.content.editing.version import Hashes, Version, hashed

ASKED, CHOICE = "_asked", "_choice."
THEIRS, MINE = "theirs", "mine"

Notes = dict[str, dict[str | None, SafeString]]
"""Prefix of a form ("" is the record's own) → field, or None for the whole → what to say there."""


class Submission:
    """What was sent, made to fit what is stored now. ``form`` and ``formsets`` are unbound and show what is stored.

    Nothing that was typed is dropped without being said: it stays in its field, or the row is asked about.
    """

    def __init__(self, data: QueryDict, files: Files, form: Any, formsets: Iterable[Any], original: Any) -> None:
        self.data, self.files = data, files
        self.form, self.formsets = form, list(formsets)
        self.original = original
        self.notes: Notes = {}
        self.authors = Authors((), None)

    def choose(self) -> list[str]:
        """Do what was chosen on the page that asked; gives the names that are still unanswered."""
        asked = dict.fromkeys(self.data.getlist(ASKED))
        chosen = {name: self.data.get(f"{CHOICE}{name}", "") for name in asked}
        for name in [name for name in self.data if name == ASKED or name.startswith(CHOICE)]:
            self.data.pop(name)
        for name in asked:
            if chosen[name] == THEIRS and name in written_in(self.form):
                put(self.form, name, self.data, self.files, name)
        for formset in self.formsets:
            self._choose_rows(formset, [name for name in asked if chosen[name] == THEIRS])
        return [name for name in asked if chosen[name] not in (THEIRS, MINE)]

    def meet(self, base: Version | None) -> None:
        """Compare three: what the page was opened with, what was sent, what is stored."""
        rows = [row.instance for formset in self.formsets for row in formset.initial_forms]
        self.authors = Authors((self.original, *rows), base.seen_at if base else None)
        self._compare(self.form, "", base.fields if base else {})
        gone: list[str] = []
        for formset in self.formsets:
            gone += self._meet_rows(formset, base.rows.get(formset.prefix, {}) if base else None)
        context = {"who": self.authors.who(), "gone": gone, "is_known": base is not None}
        self._note("", None, render_to_string("admin/editing/met.html", context))

    def ask_again(self, names: Iterable[str]) -> None:
        """Questions that were left open. Rows keep their numbers, so that names still stand for the same."""
        for name in names:
            prefix, form, field = self._place(name)
            if (
                form is not None
                and field
                and stored(form, field) != sent(form.fields[field], self.data, self.files, name)
            ):
                self._ask(prefix, field, in_words(form, field), form)
            elif form is None and prefix:
                self._ask_row(prefix, "gone" if not self._key(prefix) else "changed")
        if self.notes:
            self._note("", None, conditional_escape(_("Choose between their words and yours where it is asked.")))

    # Fields

    def _compare(self, form: Any, prefix: str, base: Hashes) -> None:
        start = f"{prefix}-" if prefix else ""
        for name in written_in(form):
            theirs, mine = stored(form, name), sent(form.fields[name], self.data, self.files, f"{start}{name}")
            if mine in (None, theirs) or base.get(name) == hashed(theirs):
                continue
            is_mine_old = mine is not None and base.get(name) == hashed(mine)
            self._ask(prefix, name, in_words(form, name), form, THEIRS if is_mine_old else "")

    def _ask(self, prefix: str, field: str, words: str, form: Any, chosen: str = "") -> None:
        label = form.fields[field].label or field
        name = f"{prefix}-{field}" if prefix else field
        context = {
            "name": name,
            "label": capfirst(label),
            "words": words,
            "chosen": chosen,
            "who": self.authors.who(label),
        }
        self._note(prefix, field, render_to_string("admin/editing/difference.html", context))

    def _note(self, prefix: str, field: str | None, words: SafeString) -> None:
        self.notes.setdefault(prefix, {})[field] = words

    # Rows

    def _meet_rows(self, formset: Any, base: dict[str, Hashes] | None) -> list[str]:
        """Rows others added come in, rows they took out go if nothing was changed in them; gives those in words."""
        rows = sent_rows(formset, self.data, self.files)
        kept = {row.instance.pk: row for row in formset.initial_forms}
        by_key = {row.key: row for row in rows if row.key}
        ours: list[SentRow | None] = [by_key.get(str(key)) for key in kept]
        others = [row for row in rows if row.key not in map(str, kept)]
        gone = [row for row in others if row.key and self._is_untouched(formset, row, (base or {}).get(row.key))]
        said = [self._first_words(formset, row) for row in gone if not row.is_ticked_off]
        order = [*ours, *(row for row in others if row not in gone)]
        renumber(formset, self.data, self.files, [row.number if row else None for row in order], len(kept))
        for place, (key, form) in enumerate(kept.items()):
            prefix, was = f"{formset.prefix}-{place}", (base or {}).get(str(key))
            row = ours[place]
            if row is None:
                self._fill(formset, form, prefix, key)
                if was is None:
                    self._note(
                        prefix, None, conditional_escape(_("This row was added %(who)s.") % {"who": self.authors.who()})
                    )
            elif not row.is_ticked_off:
                self._compare(form, prefix, was or {})
            elif was != {name: hashed(stored(form, name)) for name in written_in(form)}:
                self._ask_row(prefix, "changed", form)
        for place, row in enumerate(order[len(kept) :], len(kept)):
            if row and row.key:
                self.data[f"{formset.prefix}-{place}-{formset.model._meta.pk.name}"] = ""
                self._ask_row(f"{formset.prefix}-{place}", "gone")
        return [words for words in said if words]

    def _is_untouched(self, formset: Any, row: SentRow, base: Hashes | None) -> bool:
        """Whether a row that is gone was left as it was found, or was to go anyway."""
        if row.is_ticked_off:
            return True
        form, start = formset.empty_form, f"{formset.prefix}-{row.number}-"
        values = {name: sent(form.fields[name], self.data, self.files, f"{start}{name}") for name in written_in(form)}
        return base is not None and all(
            value is None or base.get(name) == hashed(value) for name, value in values.items()
        )

    def _first_words(self, formset: Any, row: SentRow) -> str:
        """Something to know a row by that is stored no more."""
        form, start = formset.empty_form, f"{formset.prefix}-{row.number}-"
        values = (sent(form.fields[name], self.data, self.files, f"{start}{name}") for name in written_in(form))
        texts = [one for value in values for one in value or () if not one.isdigit()]
        return f"{capfirst(formset.model._meta.verbose_name)}: {max(texts, key=len, default='')[:80]}"

    def _fill(self, formset: Any, form: Any, prefix: str, key: Any) -> None:
        self.data[f"{prefix}-{formset.model._meta.pk.name}"] = str(key)
        for name in written_in(form):
            put(form, name, self.data, self.files, f"{prefix}-{name}")

    def _ask_row(self, prefix: str, what: str, form: Any = None) -> None:
        words = [(form.fields[name].label, in_words(form, name)) for name in written_in(form)] if form else []
        context = {"name": prefix, "what": what, "words": words, "who": self.authors.who()}
        self._note(prefix, None, render_to_string("admin/editing/row.html", context))

    def _choose_rows(self, formset: Any, names: list[str]) -> None:
        """Take their words in the rows, or their taking a row out."""
        kept = {str(row.instance.pk): row for row in formset.initial_forms}
        rows = sent_rows(formset, self.data, self.files)
        left_out = []
        for row in rows:
            prefix, form = f"{formset.prefix}-{row.number}", kept.get(row.key)
            for name in written_in(form) if form else ():
                if prefix in names or f"{prefix}-{name}" in names:
                    put(form, name, self.data, self.files, f"{prefix}-{name}")
            if prefix in names and form:
                self.data.pop(f"{prefix}-{DELETION_FIELD_NAME}", None)
            elif prefix in names:
                left_out.append(row)
        if left_out:
            numbers: list[int | None] = [row.number for row in rows if row not in left_out]
            renumber(formset, self.data, self.files, numbers, sum(1 for row in rows if row.key))

    def _place(self, name: str) -> tuple[str, Any, str]:
        """Prefix, form and field a question was about; no form for a whole row, no prefix for nothing of this page."""
        if name in written_in(self.form):
            return "", self.form, name
        for formset in self.formsets:
            for row in sent_rows(formset, self.data, self.files):
                prefix = f"{formset.prefix}-{row.number}"
                if name == prefix:
                    return prefix, None, ""
                if name.startswith(f"{prefix}-"):
                    field = name.removeprefix(f"{prefix}-")
                    form = next((one for one in formset.initial_forms if str(one.instance.pk) == row.key), None)
                    return (prefix, form, field) if form and field in written_in(form) else ("", None, "")
        return "", None, ""

    def _key(self, prefix: str) -> str:
        formset = next(one for one in self.formsets if prefix.rpartition("-")[0] == one.prefix)
        return self.data.get(f"{prefix}-{formset.model._meta.pk.name}", "")
