"""What a file may be called."""

import pytest

from comptoir.dossier.names import cleaned, parted

NAMES = {
    "offer.pdf": "offer.pdf",
    "../../etc/passwd.txt": "passwd.txt",
    r"C:\Users\Luc\My documents\Offer.PDF": "Offer.pdf",
    "a\0b\r\nc\x1b.txt": "ab c.txt",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "  spaces   everywhere .pdf ": "spaces everywhere.pdf",
    "\u200b\ufeffempty.pdf": "empty.pdf",
    "cafe\u0301.txt": "café.txt",
    "Übersicht “2026” & Söhne; a=b.csv": "Übersicht “2026” & Söhne; a=b.csv",
    ".pdf": "file.pdf",
    "...": "",
    "": "",
    "/": "",
    "no ending": "no ending",
    "x" * 300 + ".docx": "x" * 195 + ".docx",
    "y" * 300: "y" * 200,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_cleaned(name: str) -> None:
    assert cleaned(name) == NAMES[name]
    assert cleaned(cleaned(name)) == NAMES[name]


def test_a_name_has_one_ending() -> None:
    assert parted("Offer.PDF") == ("Offer", "pdf")
    assert parted("archive.tar.gz") == ("archive.tar", "gz")
    assert parted("version 1.2 final") == ("version 1.2 final", "")
    assert parted("no ending") == ("no ending", "")
