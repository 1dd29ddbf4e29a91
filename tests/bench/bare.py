"""The floor everything is measured against: a Django view that answers with so many bytes and does nothing else.

The site's own settings without its middleware and without the page cache: served by gunicorn as ``bare:application``.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

application = get_wsgi_application()
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = __name__
application.load_middleware()


def so_many_bytes(_request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>/", so_many_bytes)]
