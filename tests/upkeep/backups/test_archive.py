"""Whoever knows the public key can make an archive: what lies in it is not trusted."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from pyrage import encrypt, x25519

from kpknow.upkeep.backups.archive import FORMAT, MANIFEST, NotABackup, read_archive
from kpknow.upkeep.backups.keys import identities, make_key

WORDS = b"planted"


def sealed(folder: Path, *entries: tarfile.TarInfo) -> Path:
    told = {"format": FORMAT, "members": {entry.name: hashlib.sha256(WORDS).hexdigest() for entry in entries}}
    text, plain = json.dumps(told).encode(), io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        for entry in entries:
            entry.size = len(WORDS) if entry.isfile() else 0
            tar.addfile(entry, io.BytesIO(WORDS))
        manifest = tarfile.TarInfo(MANIFEST)
        manifest.size = len(text)
        tar.addfile(manifest, io.BytesIO(text))
    file = folder / "made.age"
    file.write_bytes(encrypt(plain.getvalue(), [x25519.Recipient.from_str(make_key(folder / "key"))]))
    return file


def laid_out(file: Path) -> Path:
    folder = file.parent / "inside" / "deep"
    folder.mkdir(parents=True)
    read_archive(file, folder, identities(file.parent / "key"), lambda _size: None)
    return folder


def test_files_are_laid_out_for_their_owner_alone(tmp_path: Path) -> None:
    folder = laid_out(sealed(tmp_path, tarfile.TarInfo("media/pictures/one.png")))

    picture = folder / "media" / "pictures" / "one.png"
    assert picture.read_bytes() == WORDS
    assert picture.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["../out", "media/../../out", "/tmp/kpknow-out", "media//out", "./out", "media/./out"])  # noqa: S108
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    file = sealed(tmp_path, tarfile.TarInfo(name))

    with pytest.raises(NotABackup, match="no file of a backup"):
        laid_out(file)

    assert not Path("/tmp/kpknow-out").exists()  # noqa: S108
    assert [path for path in (tmp_path / "inside").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_only_plain_files_are_taken(tmp_path: Path, kind: bytes) -> None:
    entry = tarfile.TarInfo("media/pictures/one.png")
    entry.type, entry.linkname = kind, "/etc/passwd"

    with pytest.raises(NotABackup, match="no file of a backup"):
        laid_out(sealed(tmp_path, entry))
