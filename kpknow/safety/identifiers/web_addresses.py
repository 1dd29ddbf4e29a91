"""Web pages of one person: profiles in networks, personal folders of a host."""

# ruff: noqa: E501  # a pattern reads best unbroken

import re
from collections.abc import Iterator

from kpknow.safety.identifiers.handles import PUBLIC_BODIES
from kpknow.safety.identifiers.reading import Reading

HEAD = r"(?<![\w.@-])(?:https?://|hxxps?://)?(?:[a-z]{1,10}\.)?"
PROFILE = re.compile(
    HEAD
    + r"(?:(?:facebook|fb|instagram|instagr|tiktok|threads|twitter|vk|vkontakte|ok|linkedin|pinterest|snapchat|onlyfans|patreon"
    r"|youtube|soundcloud|medium|quora|reddit|tumblr|flickr|github|gitlab|bsky|mastodon|weibo|xing|viadeo|researchgate|academia|about"
    r"|linktr|beacons|taplink|hornet|planetromeo|romeo|grindr|badoo|tinder|myspace|livejournal|gofundme|buymeacoffee|paypal)"
    r"\.(?:com|am|net|ru|me|ee|ai|cc|app|social|fr|edu|org|link)|(?<![\w.])x\.com)/(?P<path>[\w@~?=&%.*•/+-]+)",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"(?:watch|playlist|results|search|hashtag|events?|groups?|pages|company|school|jobs|video|videos|embed|shorts|policy|policies"
    r"|help|about|explore|p|reel|tag|topic|status|sharer|share|intent|r|wall-\d+\w*|feature|orgs|organization|legal|privacy|terms"
    r"|business|live|news|story|stories|channel/UC\w+|c/[\w-]+|sets)(?:[/?.=]|$)",
    re.IGNORECASE,
)
FOLDER = re.compile(
    HEAD
    + r"[\w-]+(?:\.[\w-]+)+/(?:[\w.-]+/){0,4}(?:~[\w.-]+|(?:users?|u|profile|profiles|member|members|people|person|staff|team|author"
    r"|authors|our-team|contacts?|id)/[\w.%-]*[A-Za-z][\w.%-]+)",
    re.IGNORECASE,
)
SUBDOMAIN = re.compile(
    r"(?<![\w.@-])(?:https?://)?(?!www\.)[\w-]+\.(?:livejournal|blogspot|wordpress|tumblr|weebly|carrd|substack)\.(?:com|co)\b[\w/.-]*",
    re.IGNORECASE,
)
ORCID = re.compile(r"(?:orcid\.org/|ORCID(?: iD)?:?\s*)\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.IGNORECASE)
SLASH = re.compile(r"(?<=[a-z])/(?=[^\s/])")
HOST = re.compile(r"orcid|livejournal|blogspot|wordpress|tumblr|weebly|carrd|substack")


def find_web_addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.plain
    for start, end in reading.around(SLASH, 120):
        for found in PROFILE.finditer(text, start, end):
            path = found["path"].strip("/.")
            named = path.casefold().removeprefix("@").partition("/")[0]
            if path and not PLACES.match(path) and named not in PUBLIC_BODIES:
                yield found.span()
        yield from (found.span() for found in FOLDER.finditer(text, start, end))
    for start, end in reading.around(HOST, 80):
        for rule in (SUBDOMAIN, ORCID):
            yield from (found.span() for found in rule.finditer(text, start, end))
