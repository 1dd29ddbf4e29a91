"""Signs that files cannot hold."""

import re

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (section 2.2), nor any text file that people open; one in one title would break them all."""


def writable(text: str) -> str:
    return UNWRITABLE.sub("", text)
