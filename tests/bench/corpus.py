"""Writes a corpus of made-up stories as JSON lines: the same bytes for the same number, on every machine."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path

from tests.bench.words import LANGUAGES, VOCABULARY, vocabulary, zipf

TOPICS, THEMES, COUNTRIES = (
    200,
    24,
    ("KE", "UG", "ZA", "TZ", "MZ", "RU", "KG", "KZ", "UA", "IN", "ID", "BR", "MX", "NL"),
)
POPULATIONS = ("sex-workers", "people-who-use-drugs", "people-who-inject-drugs", "msm", "trans-people", "migrants")
FIRST_DAY = dt.datetime(2012, 1, 1, tzinfo=dt.UTC)
SECONDS = 14 * 365 * 86_400
WORDS = (400, 2_000)

Line = dict[str, object]


def organisations_of(stories: int) -> int:
    return max(10, stories // 50)


def events_of(stories: int) -> int:
    return max(5, stories // 100)


def concept_lines(stories: int, draw: random.Random) -> Iterator[Line]:
    for number in range(TOPICS):
        yield {"kind": "tag", "slug": f"topic-{number}", "name": f"Topic {number}"}
    for number in range(THEMES):
        yield {"kind": "theme", "slug": f"theme-{number}", "name": f"Theme {number}"}
    for number in range(organisations_of(stories)):
        name = f"Organisation {vocabulary('en')[number % VOCABULARY]} {number}"
        yield {"kind": "organisation", "slug": f"group-{number}", "name": name, "country": draw.choice(COUNTRIES)}
    for number in range(events_of(stories)):
        date = (FIRST_DAY + dt.timedelta(seconds=draw.randrange(SECONDS))).date().isoformat()
        yield {"kind": "event", "slug": f"meeting-{number}", "name": f"Meeting {number}", "date": date}


def drawn(draw: random.Random, among: int, most: int) -> list[int]:
    """Up to ``most`` different numbers, low ones far oftener."""
    return sorted(set(draw.choices(range(among), cum_weights=zipf(among), k=draw.randint(1, most))))


def text(draw: random.Random, words: list[str]) -> str:
    """Markdown with a heading every few paragraphs; every word is used once."""
    parts, at = [], 0
    while at < len(words):
        if len(parts) % 5 == 0:
            parts.append("## " + " ".join(words[at : at + 4]).capitalize())
            at += 4
        length = draw.randint(40, 130)
        sentence = words[at : at + length]
        at += length
        if not sentence:
            break
        parts.append(" ".join(sentence).capitalize() + ".")
    return "\n\n".join(parts)


def story_line(number: int, stories: int) -> Line:
    draw = random.Random(f"story {number}")  # noqa: S311  # a corpus has no secrets
    language = draw.choices(list(LANGUAGES), weights=list(LANGUAGES.values()))[0]
    length = draw.randint(*WORDS)
    words = draw.choices(vocabulary(language), cum_weights=zipf(VOCABULARY), k=length + 40)
    published = FIRST_DAY + dt.timedelta(seconds=draw.randrange(SECONDS))
    return {
        "kind": "story",
        "id": number,
        "slug": f"story-{number}",
        "title": " ".join(words[:8]).capitalize(),
        "language": language,
        "summary": " ".join(words[8:40]).capitalize() + ".",
        "body": text(draw, words[40:]),
        "published": published.isoformat(),
        "country": draw.choice(COUNTRIES),
        "populations": [POPULATIONS[at] for at in drawn(draw, len(POPULATIONS), 2)],
        "tags": [f"topic-{at}" for at in drawn(draw, TOPICS, 5)],
        "themes": [f"theme-{at}" for at in drawn(draw, THEMES, 2)],
        "organisations": [f"group-{at}" for at in drawn(draw, organisations_of(stories), 2)],
        "event": f"meeting-{draw.randrange(events_of(stories))}" if draw.random() < 0.5 else None,
    }


def write_corpus(path: Path, stories: int) -> None:
    """About 10 KB and 1 ms a story."""
    draw = random.Random(f"corpus {stories}")  # noqa: S311  # as above
    with path.open("w", encoding="utf-8") as file:
        for line in concept_lines(stories, draw):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        for number in range(stories):
            file.write(json.dumps(story_line(number, stories), ensure_ascii=False) + "\n")
