"""A template and data become a document."""

from pathlib import Path

import pytest
import typst

from comptoir.core.pdf import render
from tests.pdf import text_of


def template(folder: Path, text: str) -> Path:
    path = folder / "document.typ"
    path.write_text(f'#let data = json(bytes(sys.inputs.data))\n#set text(font: "Inter")\n{text}')
    return path


def test_data_are_printed_as_they_are(tmp_path: Path) -> None:
    content = render(
        template(tmp_path, "#data.name #data.lines.join()"), {"name": "#panic() *x*", "lines": ["\\", '"']}
    )
    assert text_of(content) == ['#panic() *x* \\" ']


def test_the_same_is_made_again(tmp_path: Path) -> None:
    path = template(tmp_path, "#set document(date: none)\n#data.name")
    assert render(path, {"name": "Luc"}) == render(path, {"name": "Luc"})


def test_a_template_sees_its_own_folder_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(typst.TypstError):
        render(template(inner, '#read("../secret")'), {})


def test_fonts_of_the_machine_are_not_used(tmp_path: Path) -> None:
    content = render(template(tmp_path, '#set text(font: "DejaVu Sans", fallback: true)\n#data.name'), {"name": "Luc"})
    assert b"DejaVu" not in content
    assert text_of(content) == ["Luc "]


def test_very_long_words_may_be_divided_and_others_not(tmp_path: Path) -> None:
    path = template(tmp_path, "#set page(width: 60mm)\n#data.word")
    whole = text_of(render(path, {"word": "Qualitätssicherung"}))
    assert whole == ["Qualitätssicherung "]
    (divided,) = text_of(render(path, {"word": "Donau" * 20}))
    assert divided.count(" ") > 3
    assert divided.replace(" ", "").replace("-", "").replace("\u00ad", "") == "Donau" * 20
    (divided,) = text_of(render(path, {"word": "0123456789" * 10}))
    assert "-" not in divided


def test_one_kept_for_ever_shows_a_box_for_what_the_font_lacks(tmp_path: Path) -> None:
    path = tmp_path / "kept.typ"
    path.write_text(
        "#set document(date: datetime(year: 2026, month: 11, day: 24))\n"
        '#set text(font: "Inter")\n'
        "#json(bytes(sys.inputs.data)).name"
    )
    every = "".join(chr(code) for code in (*range(0xD800), *range(0xE000, 0x3000)))
    content = render(path, {"name": "Łuć 中文 ☃\x00\u3000ع e\u0301"}, standard="a-3b")
    assert text_of(content)[0].startswith("Łuć □□ □")
    assert render(path, {"name": every}, standard="a-3b").startswith(b"%PDF-")


def test_a_template_sees_no_file_but_the_letterhead(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    path = tmp_path / "curious.typ"
    for place in ("secret", "/secret", str(tmp_path / "secret"), "../../config/settings.py"):
        path.write_text(f'#read("{place}")')
        with pytest.raises(typst.TypstError):
            render(path, {})
    path.write_text('#import "letterhead.typ": ink\n#ink.to-hex()')
    assert text_of(render(path, {})) != []
