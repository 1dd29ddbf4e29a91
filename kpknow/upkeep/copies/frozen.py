"""Frozen versions of themes: what a reader may see of them today, with names in place of this site's keys."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from events.models import Option, Question
from kpknow.upkeep.copies.table import Name, Names, Row
from stories.models import Finding, ThemeVersion
from stories.reading.frozen import VersionShown
from stories.reading.outline import NOBODY_KNOWS, PROSE

GONE = "gone-"
"""Before the number of a finding the theme does not have any more."""


def frozen_as_shown(version: ThemeVersion, names: Names) -> Row:
    """The outline without what its page holds back: seven queries. Of a passage taken back only its place stays."""
    theme = version.theme
    shown = VersionShown(version, theme, AnonymousUser())
    outline: Any = shown.outline
    keys = {
        one["key"]: names[Finding].get(one["key"], f"{GONE}{number}")
        for number, one in enumerate(outline["findings"], start=1)
    }
    tellable = {(text, audience) for text, audience, _numbers in shown.recommendations}
    return {
        "prose": {name: shown.prose(name) for name in PROSE},
        "checked_on": outline["checked_on"],
        "figures": numbers_named(outline["figures"], names),
        "findings": [
            {
                "key": keys[one["key"]],
                "claim": then.claim,
                "explanation": then.explanation,
                "state": one["state"],
                "passages": [passage_known(passage, shown) for passage in one["passages"]],
                "questions": [names[Question][key] for key in one["questions"] if key in names[Question]],
                "numbers": numbers_named(one["numbers"], names),
            }
            for one, then in zip(outline["findings"], shown.findings, strict=True)
        ],
        "recommendations": [
            {**asked, "findings": [keys[key] for key in asked["findings"] if key in keys]}
            for asked in outline["recommendations"]
            if (asked["text"], asked["audience"]) in tellable
        ],
        "others": [passage_known(passage, shown) for passage in outline["others"]],
        "tally": outline["tally"],
        "salt": outline["salt"],
    }


def passage_known(passage: Any, shown: VersionShown) -> Row:
    if passage["id"] in shown.words:
        return dict(passage)
    return {"id": NOBODY_KNOWS, "side": passage["side"], "words": NOBODY_KNOWS}


def numbers_named(numbers: Any, names: Names) -> list[Row]:
    """Those whose survey still shows them."""
    return [
        {**one, "option": names[Option][one["option"]], "question": names[Question][one["question"]]}
        for one in numbers
        if one["option"] in names[Option] and one["question"] in names[Question]
    ]


def frozen_from(content: Any, keys: Mapping[type[Any], Mapping[Name, Any]]) -> Row:
    """With this site's keys again; findings that are gone get numbers below nought. Raises KeyError, TypeError."""
    findings = {
        one["key"]: keys[Finding].get(one["key"], -number) for number, one in enumerate(content["findings"], start=1)
    }

    def numbered(numbers: Any) -> list[Row]:
        return [
            {**one, "option": keys[Option][one["option"]], "question": keys[Question][one["question"]]}
            for one in numbers
        ]

    return {
        **content,
        "figures": numbered(content["figures"]),
        "findings": [
            {
                **one,
                "key": findings[one["key"]],
                "questions": [keys[Question][name] for name in one["questions"]],
                "numbers": numbered(one["numbers"]),
            }
            for one in content["findings"]
        ],
        "recommendations": [
            {**asked, "findings": [findings[name] for name in asked["findings"]]}
            for asked in content["recommendations"]
        ],
    }
