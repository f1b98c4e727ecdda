"""Statements that PostgreSQL is told once in a session, and whole where a pooler may mix the sessions up."""

from typing import Any

import pytest
from django.db import connection

from comptoir.accounts.models import Account
from comptoir.core import statements
from comptoir.core.statements import Statement, do
from tests.factories import an_account

RENAME = "UPDATE accounts_account SET name = %s WHERE id = %s"


def rename(account: Account, name: str) -> int:
    return do(Statement(RENAME, statements.as_kept(Account, name=name, id=account.pk)))


def kept() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'UPDATE accounts_account%%'", []
        )
        return list(cursor.fetchone())


def test_it_says_how_many_rows_it_changed(db: None) -> None:
    account = an_account()
    assert [rename(account, "Nord"), rename(account, "50% {braces}")] == [1, 1]
    account.refresh_from_db()
    assert account.name == "50% {braces}"
    assert do(Statement(RENAME + " AND name = 'nobody'", statements.as_kept(Account, name="x", id=account.pk))) == 0


@pytest.mark.postgres
def test_postgresql_keeps_it(db: None) -> None:
    account = an_account()
    assert [rename(account, "Nord"), rename(account, "Sud"), *kept()] == [1, 1, 1]


@pytest.mark.postgres
def test_a_pooler_is_told_the_whole(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    account = an_account()
    before = kept()
    statements._sessions_are_ours()
    monkeypatch.setitem(statements._ours, connection.connection, False)
    assert [rename(account, "Nord"), kept()] == [1, before]
