"""Files as four tools write them: same ten people, same questions, every column of their own accord among them."""

import csv
import io
from collections.abc import Sequence

from kpknow.curation.answers.sheet import Sheet, read_sheet

SAID = ["Yes"] * 6 + ["No"] * 3 + [""]
WAYS = [
    ("talk", "report"),
    ("talk",),
    ("report",),
    (),
    ("talk", "report"),
    ("talk",),
    ("talk",),
    (),
    ("report",),
    ("talk",),
]
AGES = [21, 34, 28, 45, 52, 39, 30, 27, 33, 61]
SCALE = ["Agree", "Strongly agree", "Neither", "Disagree", "Agree", "Agree", "Strongly disagree", "Agree", "", "Agree"]
WORDS = [f"We changed how we plan, number {number}." for number in range(10)]
MARK = "zebulonia"
"""In every cell that could tell who somebody is: it may be nowhere afterwards."""


def csv_file(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def kobo() -> bytes:
    """Groups before a slash, several answers joined by spaces and once more as 0 and 1."""
    start = ["start", "end", "username", "deviceid", "grp/used", "grp/ways", "grp/ways/talk", "grp/ways/report"]
    own = ["grp/age", "grp/trust", "grp/words", "_id", "_uuid", "_submission_time", "_geolocation", "_index"]
    rows: list[list[object]] = [[*start, *own]]
    for n in range(10):
        time = f"2018-03-0{n % 9 + 1}T10:0{n}:12.000+02:00"
        ticks = [int("talk" in WAYS[n]), int("report" in WAYS[n])] if WAYS[n] else ["", ""]
        rows.append(
            [
                *(time, time, MARK, f"{MARK}:{n}", SAID[n].lower(), " ".join(WAYS[n]), *ticks, AGES[n]),
                *(SCALE[n], WORDS[n], 1000 + n, f"{MARK}-{n}", time, f"-1.28 36.8{n} {MARK}", n + 1),
            ]
        )
    return csv_file(rows, ";")


def limesurvey() -> bytes:
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "ipaddr"]
    asked = ["Q1", "Q2[talk]", "Q2[report]", "Q2[other]", "Q3", "Q4[SQ001]", "Q4[SQ002]", "Q5"]
    rows: list[list[object]] = [[*own, *asked]]
    for n in range(10):
        ticks = ["Y" if way in WAYS[n] else "N" for way in ("talk", "report")] if WAYS[n] else ["N/A", "N/A"]
        other = f"By letter {n}" if n < 2 else ""
        rows.append(
            [
                *(n + 1, f"2018-03-0{n % 9 + 1} 10:00:00", 3, "en", 12345 + n, MARK, f"10.0.0.{n}"),
                *(SAID[n], *ticks, other, AGES[n], SCALE[n], SCALE[9 - n], WORDS[n]),
            ]
        )
    return csv_file(rows)


def google_forms() -> bytes:
    asked = ["Used it?", "How did you pass it on?", "How old are you?", "I trust it", "What changed?"]
    rows: list[list[object]] = [["Timestamp", "Email Address", *asked]]
    ways = {"talk": "I talked, informally", "report": "I wrote a report"}
    for n in range(10):
        joined = ", ".join(ways[way] for way in WAYS[n])
        rows.append(
            [f"3/{n + 1}/2018 10:00:0{n}", f"{MARK}{n}@example.org", SAID[n], joined, AGES[n], SCALE[n], WORDS[n]]
        )
    return csv_file(rows)


def surveymonkey() -> bytes:
    """Two lines of headings; a question goes on over the columns of its answers."""
    own = ["Respondent ID", "Collector ID", "Date Created", "IP Address", "Email Address", "First Name"]
    first = [*own, "Used it?", "How did you pass it on?", "", "", "How old are you?", "I trust it", "What changed?"]
    second = [*[""] * len(own), "Response", "I talked", "I wrote a report", "Other (please specify)"]
    second += ["Open-Ended Response", "Response", "Open-Ended Response"]
    rows: list[list[object]] = [first, second]
    for n in range(10):
        ticks = [
            label if way in WAYS[n] else "" for way, label in (("talk", "I talked"), ("report", "I wrote a report"))
        ]
        start = [114000000 + n, 90210, f"03/0{n % 9 + 1}/2018 10:00:00 AM", f"10.0.0.{n}", f"{MARK}@example.org", MARK]
        rows.append([*start, SAID[n], *ticks, "", AGES[n], SCALE[n], WORDS[n]])
    return csv_file(rows)


def sheet(content: bytes) -> Sheet:
    return read_sheet(content, "answers.csv")
