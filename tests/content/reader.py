"""A reader who asks as a server would, past Django's own test client: through the page cache."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.wsgi import get_wsgi_application

from kpknow.content.page_cache import PageCache


class Reader:
    """Asks the cache as a server would, and knows whether Django was asked."""

    def __init__(self, wrapped: Callable[[Any], Any] = lambda application: application) -> None:
        self.asked = 0
        self.cache = PageCache(self.django)
        self.application = wrapped(get_wsgi_application())

    def django(self, environ: Any, start_response: Any) -> Any:
        self.asked += 1
        return self.application(environ, start_response)

    def get(self, path: str, **environ: str) -> tuple[int, dict[str, str], str]:
        path, _mark, query = path.partition("?")
        request = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        begun: list[Any] = []
        body = b"".join(self.cache(request | environ, lambda status, headers, *_: begun.append((status, headers))))
        status, headers = begun[-1]
        return int(status[:3]), dict(headers), body.decode("utf-8", "replace")

    def was_kept(self, path: str, **environ: str) -> bool:
        """Whether the second asking is answered without Django."""
        self.get(path, **environ)
        before = self.asked
        self.get(path, **environ)
        return self.asked == before
