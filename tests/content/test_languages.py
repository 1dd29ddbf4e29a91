import pytest

from kpknow.content.languages import direction, own_name


@pytest.mark.parametrize(
    ("tag", "name"), [("fr", "Français"), ("pt-BR", "Português Brasileiro"), ("sw", "Kiswahili"), ("xx", "Xx")]
)
def test_a_language_is_named_in_itself(tag: str, name: str) -> None:
    assert own_name(tag) == name


@pytest.mark.parametrize(("tag", "way"), [("ar", "rtl"), ("en", "ltr"), ("xx", "ltr")])
def test_the_direction_of_a_language(tag: str, way: str) -> None:
    assert direction(tag) == way
