"""JPEG and PNG without what they tell of their making, their pixels untouched."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TELLING = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
"""Chunks of PNG (ISO/IEC 15948 and its extensions) that hold words, times and Exif."""
KEPT_MARKERS = {0xE0, 0xEE}
"""Of JPEG's application segments: JFIF and Adobe, without which colours change (ITU-T T.81, T.872)."""


def bare_picture(data: bytes) -> bytes:
    """The same picture without Exif, XMP, IPTC and comments; anything else than JPEG and PNG as it is."""
    if data.startswith(b"\xff\xd8\xff"):
        return bare_jpeg(data)
    return bare_png(data) if data.startswith(SIGNATURE) else data


def bare_jpeg(data: bytes) -> bytes:
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] not in (0xDA, 0xD9):
        length = 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        marker = data[place + 1]
        if marker in KEPT_MARKERS or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[place : place + length])
        place += length
    return b"".join([*kept, data[place:]])


def bare_png(data: bytes) -> bytes:
    kept, place = [SIGNATURE], len(SIGNATURE)
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] not in TELLING:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])
