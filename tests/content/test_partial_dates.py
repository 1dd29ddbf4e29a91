import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from kpknow.content.partial_dates import PartialDate, period_words
from tests import builders as make

WORDS = {
    "2019-10-20": "20 October 2019",
    "2015-05": "May 2015",
    "2018": "2018",
    "2018~": "about 2018",
    "2018-10~": "October, about 2018",
    "XXXX-03": "March, year not recorded",
    "XXXX-03-05": "5 March, year not recorded",
    "2017-21": "spring 2017",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_a_date_says_what_is_known_and_no_more(text: str, words: str) -> None:
    date = PartialDate.parse(text)

    assert str(date) == text
    assert date.words == words


@pytest.mark.parametrize(
    "text", ["2019-02-30", "2019-13", "XXXX", "0000", "2019-1", "20 May", "2019-21-03", "", "2019/2020", "\x00"]
)
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PartialDate.parse(text)


@given(st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)), st.sampled_from(["year", "month", "day"]), st.booleans())
def test_bounds_hold_every_day_they_could_mean(day: dt.date, precision: str, about: bool) -> None:
    parts = {"year": 1, "month": 2, "day": 3}[precision]
    date = PartialDate(*(day.year, day.month, day.day)[:parts], about=about)

    assert date.earliest <= day <= date.latest
    assert PartialDate.parse(str(date)) == date


def test_an_unknown_year_has_no_bounds_and_no_machine_date() -> None:
    date = PartialDate.parse("XXXX-03")

    assert (date.earliest, date.latest, date.machine, date.is_day) == (None, None, "", False)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2014", "2017", "2014–2017"),
        ("2017-21", "2017-22", "spring 2017 to summer 2017"),
        (None, None, "date not recorded"),
        ("2015-05", None, "May 2015"),
    ],
)
def test_a_period_in_words(start: str | None, end: str | None, words: str) -> None:
    assert period_words(make.a_date(start), make.a_date(end)) == words


@pytest.mark.django_db
def test_the_database_keeps_the_text_and_its_bounds() -> None:
    event = make.make_event(starts="2015-05")

    again = Event.objects.get(pk=event.pk)

    assert again.starts == PartialDate(2015, 5)
    assert (again.starts_earliest, again.starts_latest) == (dt.date(2015, 5, 1), dt.date(2015, 5, 31))


@pytest.mark.django_db
def test_years_not_recorded_come_last() -> None:
    unknown, old, new = (make.make_event(starts=starts) for starts in ("XXXX-03", "2015", "2019-10"))

    assert list(Event.objects.latest_first()) == [new, old, unknown]
