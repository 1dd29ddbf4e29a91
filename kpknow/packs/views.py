"""Take something home: the choice, its files, and whether a copy is still current."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override

from kpknow.content.lookup import RecordGone, RecordMoved, reader_page
from kpknow.exports.deck import Deck, Stamp
from kpknow.packs.actions import remember_pack
from kpknow.packs.choices import Choice, asked_subject
from kpknow.packs.formats import FORMATS
from kpknow.packs.forms import FRAMES, ChoiceForm
from kpknow.packs.gathering.frame import Frame
from kpknow.packs.gathering.stories import filters_asked
from kpknow.packs.gathering.subjects import whole_deck
from kpknow.packs.models import Pack
from kpknow.packs.models.pack import SubjectKind
from kpknow.packs.state import state_of
from kpknow.safety.rates import Rate, too_many

FILES = Rate("file", most=20, seconds=900, ceiling=240)


def asked_choice(request: HttpRequest) -> Choice:
    subject = asked_subject(request.GET.get("of", ""))
    if subject is None or "\x00" in subject[1]:
        raise Http404
    kind, slug = subject
    return Choice(kind, slug, filters_asked(request.GET) if kind == SubjectKind.STORIES else "")


def frame_of(request: HttpRequest, language: str, *, is_outside: bool = True, is_formal: bool = True) -> Frame:
    site_language = get_language() or FRAMES[0]
    return Frame(request.build_absolute_uri, site_language, language, is_outside, is_formal)


@reader_page
def new(request: HttpRequest) -> HttpResponse:
    """The page with the choices, or with ``file`` the file itself: one address for both, so it can be passed on."""
    choice = asked_choice(request)
    try:
        deck = whole_deck(choice, frame_of(request, get_language() or FRAMES[0]))
    except RecordMoved as moved:
        return redirect(f"{request.path}?{replace(choice, slug=moved.slug).asked}", permanent=True)
    if choice.subject == SubjectKind.STORIES and not deck.points:
        return nothing_to_take(request)
    form = ChoiceForm(request.GET, deck)
    if form.is_valid() and form.cleaned_data["file"]:
        return pack_file(request, choice.of(deck, form.cleaned_data["point"], form.cleaned_data["figure"]), form)
    return noindex(render(request, "packs/new.html", {"form": form, "deck": deck, "choice": choice, "section": ""}))


def nothing_to_take(request: HttpRequest) -> HttpResponse:
    """404 for a file; a page says why, for its link stands under a list whose stories may be read, but not taken."""
    if request.GET.get("file"):
        raise Http404
    return noindex(render(request, "packs/nothing.html", {"section": ""}))


def pack_file(request: HttpRequest, choice: Choice, form: ChoiceForm) -> HttpResponse:
    """Made now, of what may leave the site now; kept nowhere."""
    asked = form.cleaned_data
    wanted = FORMATS[asked["file"]]
    if request.method == "HEAD":
        return noindex(HttpResponse(content_type=wanted.content_type))
    if wait := FILES.wait(request):
        return too_many(request, wait)
    FILES.count(request)
    frame = frame_of(
        request,
        asked["language"],
        is_outside=asked["audience"] == "outside",
        is_formal=asked["tone"] == "formal",
    )
    with override(frame.language):
        deck = choice.narrowed(whole_deck(choice, frame))
        pack = remember_pack(choice, deck)
        response = HttpResponse(wanted.write(stamped(deck, pack, frame)), content_type=wanted.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="pack-{pack.name}.{wanted.suffix}"'
    return noindex(response)


def stamped(deck: Deck, pack: Pack, frame: Frame) -> Deck:
    return replace(deck, stamp=Stamp(pack.name, frame.address(pack)))


@reader_page
def pack(request: HttpRequest, name: str) -> HttpResponse:
    """Whether a copy still holds; 410 where all it was made of was taken back."""
    found = Pack.objects.filter(name=name).first()
    if found is None:
        raise Http404
    try:
        state = state_of(found, frame_of(request, get_language() or FRAMES[0]))
    except RecordGone:
        return noindex(render(request, "packs/gone.html", {"pack": found, "section": ""}, status=410))
    return noindex(render(request, "packs/pack.html", {"pack": found, "state": state, "section": ""}))


def noindex(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
