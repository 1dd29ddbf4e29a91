from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def copy(tmp_path: Path, settings: Any) -> Path:
    """Where a copy of the site goes."""
    settings.VAR = tmp_path
    return tmp_path / "copy"
