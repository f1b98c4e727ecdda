"""Reading the text of a PDF, as the tests need it: what a reader who copies it would get."""

import io
import re

import pikepdf


def text_of(content: bytes) -> list[str]:
    """The text of each page, a space after each run."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return [_page(page) for page in file.pages]


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    text: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                text.append(_decoded(bytes(operands[0]), letters))
            case "TJ":
                text.extend(_decoded(bytes(part), letters) for part in operands[0] if isinstance(part, pikepdf.String))
            case "ET":
                text.append(" ")
    return "".join(text)


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph stands for: the font's ToUnicode table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            start = int.from_bytes(bytes.fromhex(text))
            for offset in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + offset] = (start + offset).to_bytes(len(text) // 2).decode("utf-16-be")
    return letters
