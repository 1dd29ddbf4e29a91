"""The page on which a reader writes a comment: the only page of a story with a form."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kpknow.content.lookup import RecordGone, RecordMoved, shown_record
from kpknow.exports.crumbs import crumbs
from kpknow.safety.open_forms import sent_from_here
from kpknow.safety.rates import Rate, too_many
from stories.actions.comments import leave_comment, takes_comments
from stories.comment_form import CommentForm
from stories.models import Story

COMMENTS = Rate("comment", most=5, seconds=900, ceiling=120)


@csrf_exempt  # no cookie: see kpknow.safety.open_forms
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """404 where no comments are taken, drafts among them: nobody comments on what only staff see."""
    try:
        story = shown_record(Story.objects.visible_to(AnonymousUser()), slug)
    except RecordMoved as moved:
        return redirect("stories:comment", slug=moved.slug, permanent=True)
    except RecordGone:
        return render(request, "410.html", status=410)
    if not takes_comments(story):
        raise Http404
    return take(request, story) if request.method == "POST" else answer(request, story, form=CommentForm())


def take(request: HttpRequest, story: Story) -> HttpResponse:
    if not sent_from_here(request):
        return render(request, "403_csrf.html", status=403)
    if wait := COMMENTS.wait(request):
        return too_many(request, wait)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return answer(request, story, form=form)
    COMMENTS.count(request)
    leave_comment(story, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
    return answer(request, story, is_sent=True)


def answer(request: HttpRequest, story: Story, **context: object) -> HttpResponse:
    way = crumbs((_("Stories"), reverse("stories:stories")), (story.title, story.get_absolute_url()))
    response = render(request, "stories/comment.html", {"story": story, "crumbs": way, "section": "stories", **context})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
