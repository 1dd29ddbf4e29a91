"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
os.environ.setdefault("STATEMENT_SECONDS", "20")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # reads the settings module named above

from kpknow.content.page_cache import PageCache  # noqa: E402  # needs the models, which need Django set up
from kpknow.upkeep.request_log import LoggedRequests  # noqa: E402

application = LoggedRequests(
    django_application if settings.DEBUG else PageCache(django_application), is_written=settings.REQUEST_LOG
)
