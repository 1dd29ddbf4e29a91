import pytest
from django.utils.translation import override

from events.models import Event
from events.templatetags.record_language import own_languages, spoken_in


@pytest.mark.parametrize(
    ("spoken", "shown", "said"),
    [
        ("en", "en", ""),
        ("ru", "en", ' lang="ru" dir="ltr"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("en", "ar", ' lang="en" dir="ltr"'),
        ('"><b>', "en", ' lang="&quot;&gt;&lt;b&gt;" dir="ltr"'),
    ],
)
def test_a_record_says_its_language_where_it_is_not_the_page_s(spoken: str, shown: str, said: str) -> None:
    with override(shown):
        assert spoken_in(Event(language=spoken)) == said


def test_languages_are_named_in_themselves() -> None:
    assert own_languages("en ru  sw-KE") == ["English", "Русский", "Kiswahili"]
    assert own_languages("") == []
