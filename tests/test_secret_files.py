"""A secret may stand in a file; one that cannot be read stops the start with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kpknow.secret_files import SECRETS, with_secret_files


@pytest.mark.parametrize("name", SECRETS)
def test_what_the_file_holds_is_read_and_the_environment_stays(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text("of the file\n")
    environment = {f"{name}_FILE": str(file)}

    read = with_secret_files(environment)

    assert read[name] == "of the file"
    assert environment == {f"{name}_FILE": str(file)}


def test_a_file_that_is_not_there_or_no_text_and_two_answers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")

    with pytest.raises(ImproperlyConfigured, match="CODE_KEY_FILE cannot be read: FileNotFoundError"):
        with_secret_files({"CODE_KEY_FILE": str(tmp_path / "nowhere")})
    with pytest.raises(ImproperlyConfigured, match="CODE_KEY_FILE cannot be read: UnicodeDecodeError"):
        with_secret_files({"CODE_KEY_FILE": str(tmp_path / "bytes")})
    with pytest.raises(ImproperlyConfigured, match="not both"):
        with_secret_files({"CODE_KEY_FILE": str(tmp_path / "bytes"), "CODE_KEY": "x"})


def test_the_site_starts_with_the_database_a_file_names(tmp_path: Path) -> None:
    (tmp_path / "address").write_text(f"sqlite:///{tmp_path / 'named.sqlite3'}\n")
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"DATABASE_URL_FILE": str(tmp_path / "address"), "VAR_DIR": str(tmp_path), "SECRET_KEY": "x"}
    asked = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"

    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=settings.ROOT, env=env | {"DJANGO_SETTINGS_MODULE": "kpknow.settings"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip

    assert said.stdout.strip() == str(tmp_path / "named.sqlite3")
