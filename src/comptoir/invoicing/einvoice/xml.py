"""Elements of XML. What says nothing is not there: the receivers' rules refuse empty elements."""

import re
from typing import Any

from lxml import etree

Element = Any

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Vocabulary:
    """The elements of one namespace, made by name: `cbc("ID", "2026/118")`, `cac("Country", cbc(…))`."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def __call__(self, name: str, /, *content: "Element | str | None", **attributes: str) -> Element | None:
        """An element with text or children in the order given; None when all of them say nothing."""
        kept = [each for each in content if not (each is None or (isinstance(each, str) and not readable(each)))]
        if not kept:
            return None
        element = etree.Element(f"{{{self.namespace}}}{name}")
        for attribute, value in attributes.items():
            if value:
                element.set(attribute, value)
        for each in kept:
            if isinstance(each, str):
                element.text = readable(each)
            else:
                element.append(each)
        return element


def readable(text: str) -> str:
    """`text` as XML may hold it: without control characters, and without space around."""
    return _NOT_IN_XML.sub("", text).strip()


def document(name: str, namespace: str, children: "list[Element | None]", *, prefixes: dict[str | None, str]) -> bytes:
    """A whole document."""
    root = etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)
    root.extend(child for child in children if child is not None)
    etree.cleanup_namespaces(root, keep_ns_prefixes=[prefix for prefix in prefixes if prefix])
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written
