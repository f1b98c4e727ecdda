"""A file is what its content is; its name only says what it should be."""

import io
import tracemalloc

import pytest

from comptoir.dossier.kinds import kind_of
from comptoir.dossier.refusals import NotWhatItSays, UnknownType
from tests.dossier.samples import (
    EXCEL,
    GIF,
    HEIC,
    JPEG,
    MAIL,
    PDF,
    PNG,
    POWERPOINT,
    TEXT_DOCUMENT,
    WEBP,
    WORD,
    a_bomb,
    a_zip,
    an_endless_table_of_contents,
    an_open_document,
    many_members,
)

OPEN = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"
GOOD = {
    "offer.pdf": (PDF, "application/pdf"),
    "OFFER.PDF": (b"\xef\xbb\xbf\r\n" + PDF, "application/pdf"),
    "plan.png": (PNG, "image/png"),
    "plan.jpg": (JPEG, "image/jpeg"),
    "plan.jpeg": (JPEG, "image/jpeg"),
    "plan.gif": (GIF, "image/gif"),
    "plan.webp": (WEBP, "image/webp"),
    "IMG_0001.HEIC": (HEIC, "image/heic"),
    "read me.txt": ("Crème brûlée, 10 €\n".encode(), "text/plain"),
    "old.txt": ("Crème brûlée, 10 €\n".encode("cp1252"), "text/plain"),
    "list.csv": (b'\xef\xbb\xbfname;price\r\n"Table <small>";10\r\n', "text/csv"),
    "letter.eml": (MAIL, "message/rfc822"),
    "letter.docx": (a_zip(WORD), f"{OFFICE}.wordprocessingml.document"),
    "big.docx": (many_members(3000), f"{OFFICE}.wordprocessingml.document"),
    "sums.xlsx": (a_zip(EXCEL), f"{OFFICE}.spreadsheetml.sheet"),
    "talk.pptx": (a_zip(POWERPOINT), f"{OFFICE}.presentationml.presentation"),
    "letter.odt": (an_open_document(f"{OPEN}.text"), f"{OPEN}.text"),
    "sums.ods": (an_open_document(f"{OPEN}.spreadsheet"), f"{OPEN}.spreadsheet"),
    "talk.odp": (an_open_document(f"{OPEN}.presentation"), f"{OPEN}.presentation"),
    "all.zip": (a_zip({"a.txt": "a"}), "application/zip"),
}
WRONG = {
    "a program called PDF": ("offer.pdf", b"MZ\x90\0"),
    "a page called PDF": ("offer.pdf", b"<html>%PDF-1.7"),
    "a PDF called PNG": ("offer.png", PDF),
    "a drawing called PNG": ("plan.png", b"<svg onload=alert(1)>"),
    "a picture and a page": ("plan.gif", b"<script>/*GIF89a*/</script>"),
    "a video called HEIC": ("plan.heic", b"\0\0\0\x18ftypmp42"),
    "a sound called WebP": ("plan.webp", b"RIFF\x24\0\0\0WAVEfmt "),
    "a page called text": ("read me.txt", b"\n  <!DOCTYPE html><p>Hello"),
    "a script called text": ("read me.txt", b"#!/bin/sh\nrm -rf ~"),
    "a drawing called text": ("read me.txt", b"<?xml version='1.0'?><svg/>"),
    "a script in a list": ("list.csv", b"name\n<ScRiPt src=//x>"),
    "a script after a mark": ("list.csv", b"\xef\xbb\xbf<script>"),
    "bytes called text": ("read me.txt", b"a\0b"),
    "neither UTF-8 nor Windows-1252": ("read me.txt", b"\x81\xff"),
    "no message": ("letter.eml", b"Hello,\r\n\r\nhow are you?"),
    "a page called message": ("letter.eml", b"<html>From: a\nTo: b"),
    "a program called message": ("letter.eml", b"From: a\nTo: b\n\n\0\0"),
    "a zip called Word": ("letter.docx", a_zip({"a.txt": "a"})),
    "Excel called Word": ("letter.docx", a_zip(EXCEL)),
    "Word with macros": ("letter.docx", a_zip(WORD | {"word/vbaProject.bin": "x"})),
    "a text document called sheet": ("sums.ods", an_open_document(TEXT_DOCUMENT)),
    "a kind and nothing else": ("letter.odt", a_zip({"mimetype": TEXT_DOCUMENT})),
    "half a zip": ("letter.docx", a_zip(WORD)[:-40]),
    "a zip with an endless table of contents": ("letter.docx", an_endless_table_of_contents()),
    "a zip with a million names": ("letter.docx", many_members(30_000)),
    "a text called zip": ("all.zip", b"hello"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_it_is_is_seen_in_it(name: str) -> None:
    content, mime_type = GOOD[name]
    assert kind_of(name, io.BytesIO(content)).mime_type == mime_type


@pytest.mark.parametrize("what", WRONG)
def test_what_it_is_not_is_seen_in_it(what: str) -> None:
    name, content = WRONG[what]
    with pytest.raises(NotWhatItSays):
        kind_of(name, io.BytesIO(content))


def test_the_sentence_names_the_ending_and_the_kind() -> None:
    with pytest.raises(NotWhatItSays) as refusal:
        kind_of("Offer.PDF", io.BytesIO(PNG))
    assert str(refusal.value) == "This file is called .pdf but is not a PDF file."
    assert refusal.value.message_dict == {"file": ["This file is called .pdf but is not a PDF file."]}


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "drawing.svg", "macros.docm", "archive.tar.gz"])
def test_other_kinds_are_not_kept(name: str) -> None:
    with pytest.raises(UnknownType) as refusal:
        kind_of(name, io.BytesIO(PDF))
    assert str(refusal.value) == f"Files called .{name.rpartition('.')[2]} are not kept here."


def test_a_name_without_an_ending_says_nothing() -> None:
    with pytest.raises(UnknownType) as refusal:
        kind_of("offer", io.BytesIO(PDF))
    assert str(refusal.value) == "Its name does not say what kind of file it is: it has no ending like .pdf."


def test_a_bomb_is_not_unpacked() -> None:
    bomb = io.BytesIO(a_bomb())
    tracemalloc.start()
    assert kind_of("letter.docx", bomb).name == "Word"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20
