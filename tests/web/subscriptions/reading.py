"""What a page says, and what it costs."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text_of(answer: Any, status: int = 200) -> str:
    """The page as text."""
    assert answer.status_code == status
    return str(answer.content.decode())


def queries_of(client: Client, address: str) -> int:
    """How many database queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
