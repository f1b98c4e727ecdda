"""What every document bears: the logo, the colour, and who writes to whom."""

import io
import struct
import zlib
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile

from comptoir.core.storage import Keeping
from comptoir.invoicing import documents
from comptoir.invoicing.documents.colors import legible, valid
from comptoir.invoicing.logos import logo_of
from comptoir.invoicing.models import Invoice
from tests.billing import a_business, a_full_draft, whole
from tests.factories import the_department

pytestmark = pytest.mark.django_db


def a_png(width: int = 40, height: int = 10) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xd0\x10\x10" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def a_draft_with_logo(content: bytes, settings: Any, folder: object) -> Invoice:
    settings.MEDIA_ROOT = folder
    account = a_business()
    department = the_department(account)
    department.logo = Keeping().save("logo", ContentFile(content))
    department.save()
    draft = a_full_draft(account)
    return Invoice.objects.get(pk=draft.pk)


def pictures_of(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as file:
        return sum(len(page.get_images()) for page in file.pages)


@pytest.mark.parametrize("shape", [(40, 10), (400, 10), (10, 400)])
def test_the_logo_stands_in_it_whatever_its_shape(shape: tuple[int, int], settings: Any, tmp_path: object) -> None:
    draft = a_draft_with_logo(a_png(*shape), settings, tmp_path)
    assert logo_of(draft.department) == a_png(*shape)
    content = documents.pdf(draft)
    assert pictures_of(content) == 1
    assert "Atelier Nord" in whole(content)


@pytest.mark.parametrize("content", [b"", b"no picture", a_png()[:60]], ids=["empty", "text", "half"])
def test_a_logo_that_nobody_can_draw_keeps_no_document_from_leaving(
    content: bytes, settings: Any, tmp_path: object
) -> None:
    draft = a_draft_with_logo(content, settings, tmp_path)
    assert pictures_of(documents.pdf(draft)) == 0


def test_a_logo_that_is_no_longer_there_is_none(settings: Any, tmp_path: object) -> None:
    draft = a_draft_with_logo(a_png(), settings, tmp_path)
    Keeping().delete(draft.department.logo)
    assert logo_of(draft.department) is None
    assert pictures_of(documents.pdf(draft)) == 0


@pytest.mark.parametrize("color", ["", "red", "#12345", "#1234567", '#12345"', "#12345g", "#123456\n"])
def test_what_is_no_colour_is_the_usual_one(color: str) -> None:
    assert valid(color) == "#1f4e79"


@pytest.mark.parametrize(
    ("color", "ink"),
    [("#1f4e79", "#1f4e79"), ("#000000", "#000000"), ("#ffffff", "#757575"), ("#ffe600", "#7d7000")],
)
def test_a_pale_colour_is_darkened_until_text_in_it_can_be_read(color: str, ink: str) -> None:
    assert legible(color) == ink


def test_somebody_abroad_is_written_to_abroad() -> None:
    account = a_business(country="DE")
    assert "1000 Brussels Belgium" in whole(a_full_draft(account))
