import pytest
from django.core.exceptions import ValidationError

from kpknow.content.written_dates import read_date


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2019", "2019"),
        ("2019-10", "2019-10"),
        ("2019-10-20", "2019-10-20"),
        ("2019-10-20 00:00:00", "2019-10-20"),
        ("2018~", "2018~"),
        ("XXXX-03", "XXXX-03"),
        ("2019/10/20", "2019-10-20"),
        ("10/2019", "2019-10"),
        ("20.10.2019", "2019-10-20"),
        ("3.4.2019", "2019-04-03"),
        ("20/10/2019", "2019-10-20"),
        ("10/20/2019", "2019-10-20"),
        ("04/04/2019", "2019-04-04"),
        ("October 2019", "2019-10"),
        ("20 October 2019", "2019-10-20"),
        ("20th october, 2019", "2019-10-20"),
        ("October 20, 2019", "2019-10-20"),
        ("Oct 2019", "2019-10"),
        ("Sept. 2019", "2019-09"),
        ("about 2018", "2018~"),
        ("c. 2018", "2018~"),
        ("около 2018", "2018~"),
        ("spring 2017", "2017-21"),
        ("été 2017", "2017-22"),
        ("12 février 2015", "2015-02-12"),
        ("20 октября 2019", "2019-10-20"),
        ("май 2019 г.", "2019-05"),
        ("3 de março de 2019", "2019-03-03"),
        ("March, year not recorded", "XXXX-03"),
    ],
)
def test_dates_are_read_as_curators_write_them(text: str, kept: str) -> None:
    assert str(read_date(text)) == kept


@pytest.mark.parametrize(
    "text",
    ["03/04/2019", "March", "last year", "2014-2017", "31.02.2019", "2019-13", "99999", "", "~", "12", "😀", "9" * 400],
)
def test_what_is_not_certain_is_not_read(text: str) -> None:
    with pytest.raises(ValidationError):
        read_date(text)
