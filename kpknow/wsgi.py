"""The WSGI application gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from kpknow.environment import WrongEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
os.environ.setdefault("STATEMENT_SECONDS", "20")
os.environ.setdefault("MEDIA_ATTEMPTS", "2")
try:
    django_application = get_wsgi_application()
except WrongEnvironment as wrong:
    wrong.stop()

from django.conf import settings  # reads the settings module named above

from kpknow.content.page_cache import PageCache  # needs the models, which need Django set up
from kpknow.content.replica_pages import ReplicaPages
from kpknow.upkeep.request_log import LoggedRequests

shared = None
if settings.CACHE_URL:
    from kpknow.content.shared_pages import SharedPages  # needs a package only many nodes have

    shared = SharedPages()
pages = ReplicaPages(django_application) if settings.REPLICA_URL else django_application
application = LoggedRequests(
    django_application if settings.DEBUG else PageCache(pages, shared), is_written=settings.REQUEST_LOG
)
