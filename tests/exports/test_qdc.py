import time

import pytest
from defusedxml import ElementTree

from kpknow.exports.qdc import Code, NotACodebook, qdc, read_qdc

GUID = "5a7e4a1c-0a0f-4b59-9c43-0a4c2f4f6d10"


def book(codes: str, namespace: str = "urn:QDA-XML:codebook:1.0") -> bytes:
    return f'<?xml version="1.0"?><CodeBook xmlns="{namespace}" origin="x"><Codes>{codes}</Codes></CodeBook>'.encode()


def test_a_codebook_comes_back_as_it_was_written() -> None:
    codes = [Code(GUID, 'Who “leads” & <why> "so"', "Line one.\nLine 😀 two.\x0b"), Code(GUID[:-1] + "1", "Bare")]

    written = qdc(codes, 'kpknow "x"')

    root = ElementTree.fromstring(written)
    assert root.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    assert [child.attrib["isCodable"] for child in root[0]] == ["true", "true"]
    assert [(one.guid, one.name, one.description) for one in read_qdc(written)] == [
        (GUID, 'Who “leads” & <why> "so"', "Line one.\nLine 😀 two."),
        (GUID[:-1] + "1", "Bare", ""),
    ]


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0"]
)
def test_codes_of_other_programs_are_read_with_what_stands_above_them(namespace: str) -> None:
    inner = '<Code guid="b" name="Time" isCodable="true"><Description>When.</Description></Code>'
    codes = read_qdc(book(f'<Code guid="a" name="Barriers" isCodable="false">{inner}</Code>', namespace))

    assert [(one.name, one.is_codable, one.path, one.description) for one in codes] == [
        ("Barriers", False, (), ""),
        ("Time", True, ("Barriers",), "When."),
    ]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><CodeBook>&b;</CodeBook>'
HOSTILE = {
    "nothing": b"",
    "no xml": b"theme,definition",
    "another kind": b"<html/>",
    "another namespace": book("", "urn:other"),
    "cut off": book("")[:-4],
    "a document type": b"<!DOCTYPE CodeBook>" + book("").split(b"?>")[1],
    "entities": BOMB,
    "a file of the server": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook>&a;</CodeBook>',
    "too deep": book('<Code name="a">' * 60 + "</Code>" * 60),
    "too many": book('<Code guid="a" name="a"/>' * 3000),
    "too large": book(" " * 1_100_000),
    "unknown letters": b'<?xml version="1.0" encoding="x-nothing"?><CodeBook/>',
    "null": book("\x00"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_codebook_is_refused_at_once(name: str) -> None:
    begun = time.process_time()

    with pytest.raises(NotACodebook):
        read_qdc(HOSTILE[name])

    assert time.process_time() - begun < 10
