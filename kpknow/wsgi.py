"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
os.environ.setdefault("STATEMENT_SECONDS", "20")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  # reads the settings module named above

from kpknow.content.page_cache import PageCache  # noqa: E402  # needs the models, which need Django set up
from kpknow.content.replica_pages import ReplicaPages  # noqa: E402
from kpknow.upkeep.request_log import LoggedRequests  # noqa: E402

shared = None
if settings.CACHE_URL:
    from kpknow.content.shared_pages import SharedPages  # needs a package only many nodes have

    shared = SharedPages()
pages = ReplicaPages(django_application) if settings.REPLICA_URL else django_application
application = LoggedRequests(
    django_application if settings.DEBUG else PageCache(pages, shared), is_written=settings.REQUEST_LOG
)
