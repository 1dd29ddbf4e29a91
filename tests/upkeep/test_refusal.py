"""What a command says of a file it cannot use."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["backup", "--new-key", "{}/there"], "{}/there: File exists."),
        (["export_site", "{}/there/copy"], "{}/there/copy: Not a directory."),
        (["import_site", "{}/nothing"], "{}/nothing"),
    ],
)
@pytest.mark.django_db
def test_it_names_the_file_and_no_number(words: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "there").touch()

    with pytest.raises(CommandError) as refused:
        call_command(*(word.format(tmp_path) for word in words))

    assert str(refused.value).startswith(said.format(tmp_path))
    assert "Errno" not in str(refused.value)
