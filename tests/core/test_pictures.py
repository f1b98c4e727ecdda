"""What a picture is, is seen in its bytes."""

import pytest

from comptoir.core.pictures import can_be_drawn, picture_in
from tests.pictures import a_jpeg_header, a_png


def test_a_png_and_a_jpeg_tell_their_size() -> None:
    png, jpeg = picture_in(a_png(300, 100)), picture_in(a_jpeg_header(640, 480))
    assert png is not None
    assert jpeg is not None
    assert (png.mime_type, png.ending, png.width, png.height) == ("image/png", "png", 300, 100)
    assert (jpeg.mime_type, jpeg.ending, jpeg.width, jpeg.height) == ("image/jpeg", "jpg", 640, 480)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIDAT" + b"\x00" * 40,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x00" + b"\x00" * 40,
        b"\xff\xd8\xff\xe0\xff\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"GIF89a" + b"\x00" * 40,
        b"RIFF\x00\x00\x00\x00WEBP",
        b"%PDF-1.7",
    ],
)
def test_everything_else_is_no_picture(content: bytes) -> None:
    assert picture_in(content) is None


def test_only_a_whole_picture_can_be_drawn() -> None:
    whole = a_png()
    assert can_be_drawn(whole)
    assert not can_be_drawn(whole[:50])
    assert not can_be_drawn(a_jpeg_header(10, 10))
