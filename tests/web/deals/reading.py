"""What the pages of deals say, and what they cost."""

from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ON_BOARD = {"HX-Request": "true", "HX-Target": "board"}
"""How the board sends what was dragged or moved with the keys."""


def said(answer: Any, status: int = 200) -> str:
    """The page as words: entities and line breaks of the source are no matter."""
    assert answer.status_code == status
    return " ".join(unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


def queries_of(client: Client, address: str) -> int:
    """How many database queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def cards(answer: Any) -> dict[str, list[str]]:
    """The titles on the board, phase by phase."""
    return {column.figures.phase.name: [deal.title for deal in column.deals] for column in answer.context["columns"]}
