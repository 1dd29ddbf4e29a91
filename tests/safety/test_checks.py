import pytest
from django.core.checks import run_checks

from kpknow.safety.players import origin, player_address


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("SITE_ADDRESS", "http://kpknow.example", "kpknow.E001"),
        ("ALLOWED_HOSTS", ["*"], "kpknow.E002"),
        ("CONTACT_ADDRESS", "", "kpknow.W001"),
    ],
)
def test_a_dangerous_deployment_is_reported(settings: object, setting: str, value: object, message: str) -> None:
    setattr(settings, setting, value)

    assert message in {found.id for found in run_checks(include_deployment_checks=True)}


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://youtu.be/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/12345678", "https://player.vimeo.com/video/12345678?dnt=1"),
        ("https://evil.example/abcdefghijk", ""),
        ("javascript:alert(1)", ""),
        ("https://youtu.be/abcdefghijk?x=<script>", ""),
    ],
)
def test_only_players_we_know_are_loaded(address: str, player: str) -> None:
    assert player_address(address) == player


def test_an_origin_is_scheme_and_host() -> None:
    assert origin("https://player.vimeo.com/video/1?dnt=1") == "https://player.vimeo.com"
