"""A text to code, and everything that is sent from it."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpknow.curation.coding.block_html import block_html, blocks_html
from kpknow.curation.coding.forms import PassageForm, first_display, themes_to_code
from kpknow.curation.coding.marks import finish, marks_of, note_read, progress, reading_of
from kpknow.curation.coding.saving import (
    Fields,
    NotSaved,
    Passage,
    check_place,
    may_identify,
    remove_passage,
    save_passage,
)
from kpknow.curation.coding.texts import CodedBlock, CodedText, text_for
from kpknow.curation.coding.views.block import block_page
from kpknow.curation.models import Reading
from stories.models import Display, Highlight, HighlightState

UNDO = "coding_undo"
"""In the session: (address of a text, fields that undo what was last saved there). Shown once."""
NUMBERED = 9


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    text = text_for(request, kind, key)
    reading = reading_of(text, request.user)
    if request.method == "POST":
        return Sent(request, text, reading).answer()
    marks = marks_of(text, request.user, reading)
    address, undo = request.session.pop(UNDO, ("", []))
    themes, counts = themes_to_code(), marks.counts()
    context = admin.site.each_context(request) | {
        "title": _("Coding: %(text)s") % {"text": text.title},
        "opts": text.source._meta,
        "text": text,
        "marks": marks,
        "blocks": blocks_html(text, marks, reading.read_to),
        "progress": progress(text, marks, reading),
        "reading": reading,
        "themes": [
            (number if number <= NUMBERED else "", theme, counts[theme.pk]) for number, theme in enumerate(themes, 1)
        ],
        "form": PassageForm(initial={"display": first_display(text)}),
        "undo": undo if address == text.address else [],
        "new_theme": request.GET.get("theme", ""),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/coding/text.html", context)


class Sent:
    """One POST: a passage saved or removed, a block read, the reading finished.

    Answered with the block as it is now to ``fetch``, with a redirect to its place to a form.
    """

    def __init__(self, request: HttpRequest, text: CodedText, reading: Reading) -> None:
        self.request, self.text, self.reading = request, text, reading
        self.is_fetched = request.headers.get("X-Requested-With") == "fetch"
        self.marks = marks_of(text, request.user, reading)

    def answer(self) -> HttpResponse:
        sent = self.request.POST
        if "finish" in sent:
            finish(self.text, self.reading)
            messages.success(self.request, _("You have finished this text. Marks of other coders are shown now."))
            return HttpResponseRedirect(self.text.address)
        marked = self.marks.find(sent.get("remove") or sent.get("highlight") or "")
        block = self.text.block(number(sent.get("block", ""))) or (self._block_of(marked) if marked else None)
        if block is None or block.is_heading or (marked is None and (sent.get("remove") or sent.get("highlight"))):
            return self._gone()
        if "read" in sent:
            note_read(self.text, block, self.reading)
            return self._done(block, _("Read up to here."), [])
        if sent.get("remove") and marked:
            try:
                undo = remove_passage(marked, block, by=self.request.user)
            except NotSaved as refused:
                return self._refused(block, PassageForm(), str(refused))
            return self._done(block, _("Removed."), undo)
        return self._save(block, marked)

    def _save(self, block: CodedBlock, marked: Any) -> HttpResponse:
        form = PassageForm(self.request.POST)
        if not form.is_valid():
            return self._refused(block, form, form.said())
        sent = form.cleaned_data
        passage = Passage(block, sent["start"], sent["end"], list(sent["theme"]), sent["display"], sent["text"])
        exact = self.request.POST.get("exact")
        try:
            check_place(passage, exact=exact.replace("\r\n", "\n") if exact else None, text_hash=sent["text_hash"])
        except NotSaved as refused:
            form.add_error(refused.field, str(refused))
            return self._refused(block, form, str(refused))
        if marked is None and (same := self._marked_before(passage)):
            had = [coding.theme for coding in same.codings if coding.theme_id in same.own_themes]
            themes = list(dict.fromkeys([*had, *passage.themes]))
            text = passage.text or same.highlight.text
            marked, passage = same, Passage(block, passage.start, passage.end, themes, passage.display, text)
        highlight, undo = save_passage(self.text, passage, by=self.request.user, changed=marked)
        note_read(self.text, block, self.reading)
        return self._done(block, self._saved(highlight, passage), undo)

    def _saved(self, highlight: Highlight, passage: Passage) -> str:
        """Whether readers see it, where they do not."""
        if highlight.state != HighlightState.PROPOSED:
            return _("Saved.")
        if highlight.display == Display.PARAPHRASE and not highlight.text:
            return _("Saved. Readers see it once it is told in our words.")
        if may_identify(self.text, passage):
            return _("Saved. It may tell who somebody is: readers see it once that is taken out.")
        return _("Saved.")

    def _marked_before(self, passage: Passage) -> Any:
        """This coder's own passage of just these words."""
        return next(
            (
                one
                for one in self.marks.of(passage.block)
                if one.is_own and (one.start, one.end) == (passage.start, passage.end)
            ),
            None,
        )

    def _block_of(self, marked: Any) -> CodedBlock | None:
        return next((block for block in self.text.blocks if marked in self.marks.of(block)), None)

    def _done(self, block: CodedBlock, words: str, undo: Fields) -> HttpResponse:
        if not self.is_fetched:
            messages.success(self.request, words)
            self.request.session[UNDO] = (self.text.address, undo)
            return HttpResponseRedirect(f"{self.text.address}#{block.anchor}")
        return self._block(block, words, undo, status=200)

    def _refused(self, block: CodedBlock, form: PassageForm, words: str) -> HttpResponse:
        if self.is_fetched:
            return self._block(block, words, [], status=422)
        return block_page(self.request, self.text, block, self.marks, form=form, refused=words)

    def _block(self, block: CodedBlock, words: str, undo: Fields, *, status: int) -> HttpResponse:
        """The list item as it is now, with what to say, what undoes it, and the new counts."""
        marks = marks_of(self.text, self.request.user, self.reading)
        now = progress(self.text, marks, self.reading)
        said = {
            "said": words,
            "undo": urlencode(undo),
            "read": str(now.read),
            "coded": str(now.coded),
            "counts": json.dumps(marks.counts()),
        }
        is_read = self.text.before + self.text.blocks.index(block) < self.reading.read_to
        shown = block_html(self.text, block, marks.of(block), is_read=is_read, said=said)
        return HttpResponse(shown, status=status)

    def _gone(self) -> HttpResponse:
        words = _("That passage is no longer there. Please look again.")
        if self.is_fetched:
            return HttpResponse(words, content_type="text/plain; charset=utf-8", status=409)
        messages.error(self.request, words)
        return HttpResponseRedirect(self.text.address)


def number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else -1


code_view = admin.site.admin_view(code)
