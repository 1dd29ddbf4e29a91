"""One passage on a page of its own: coding without JavaScript, and changing what was coded."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpknow.curation.coding.block_html import words_html
from kpknow.curation.coding.forms import PassageForm, first_display, themes_to_code
from kpknow.curation.coding.marks import Mark, Marks, marks_of, reading_of
from kpknow.curation.coding.sentences import sentences
from kpknow.curation.coding.texts import CodedBlock, CodedText, text_for


@require_safe
def code_block(request: HttpRequest, kind: str, key: int, block_key: int) -> HttpResponse:
    """``?highlight=`` opens one that was marked before."""
    text = text_for(request, kind, key, block=block_key)
    block = text.block(block_key)
    if block is None or block.is_heading:
        raise Http404
    marks = marks_of(text, request.user, reading_of(text, request.user))
    return block_page(request, text, block, marks)


def block_page(
    request: HttpRequest, text: CodedText, block: CodedBlock, marks: Marks, *, form: Any = None, refused: str = ""
) -> HttpResponse:
    """With 422 and what was sent where ``refused`` says why it was not saved."""
    named = request.POST.get("highlight") or request.POST.get("remove") or request.GET.get("highlight", "")
    marked = next((one for one in marks.of(block) if one.highlight.public_id == named), None)
    spans = sentences(block.text)
    if form is None or not form.is_bound:
        form = PassageForm(initial={"display": first_display(text)} | initial(block, marked, spans))
    chosen = {str(value) for value in form["theme"].value() or ()}
    context = admin.site.each_context(request) | {
        "title": _("Passage %(n)s") % {"n": block.number},
        "opts": text.source._meta,
        "text": text,
        "passage": block,
        "words": mark_safe(words_html(block, marks.of(block))),  # noqa: S308  escaped there
        "marked": marked,
        "marks": marks.of(block),
        "form": form,
        "refused": refused,
        "starts": choices(block, spans, 0, form["start"].value()),
        "ends": choices(block, spans, 1, form["end"].value()),
        "themes": [(theme, str(theme.pk) in chosen) for theme in themes_to_code()],
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/coding/block.html", context, status=422 if refused else 200)


def initial(block: CodedBlock, marked: Mark | None, spans: list[tuple[int, int]]) -> dict[str, Any]:
    if marked is None:
        return {"start": 0, "end": spans[0][1] if spans else len(block.text)}
    return {
        "start": marked.start,
        "end": marked.end,
        "theme": [
            coding.theme_id for coding in marked.codings if coding.theme_id in marked.own_themes or not coding.coder_id
        ],
        "display": marked.highlight.display,
        "text": marked.highlight.text,
    }


def choices(block: CodedBlock, spans: list[tuple[int, int]], side: int, chosen: Any) -> list[tuple[int, str, bool]]:
    """Value, words and whether it is chosen, for each sentence; a place within one has a choice of its own."""
    found = {span[side]: f"{number}. {block.text[span[0] : span[1]]}" for number, span in enumerate(spans, start=1)}
    at = int(chosen) if str(chosen).isdigit() and len(str(chosen)) < 10 else spans[0][side] if spans else 0
    if at not in found and 0 <= at <= len(block.text):
        near = block.text[at : at + 40] if side == 0 else block.text[max(0, at - 40) : at]
        found[at] = f"“{near}”"
    return [(value, found[value], value == at) for value in sorted(found)]


code_block_view = admin.site.admin_view(code_block)
