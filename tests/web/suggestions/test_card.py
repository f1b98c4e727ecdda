"""The card "To deactivate?" on the start page and among the segments."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import Right
from tests.factories import a_member, a_user, an_account
from tests.segments.test_to_deactivate import quiet

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    """What is read on the page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("address", ["/today/", "/segments/"])
def test_it_names_the_suggestions_and_leads_to_whom_they_hold(client: Client, address: str) -> None:
    client.force_login(a_user(an_account()))

    page = client.get(address).content.decode()

    assert "To deactivate?" in page
    assert "/companies/?segment=to-deactivate-quiet" in page
    assert "/contacts/?segment=to-deactivate-unpaid" in page
    assert "/to-deactivate/bankrupt/" in page


def test_the_numbers_follow_by_themselves(client: Client) -> None:
    account = an_account()
    client.force_login(a_user(account))
    quiet(account, "Quiet", since=10_000)

    parts = words_of(client.get("/to-deactivate/counts/").content.decode())

    assert parts == "1 company 0 contacts 0 companies 0 contacts"


def test_the_start_page_asks_the_database_nothing_for_it(client: Client) -> None:
    account = an_account()
    queries = {}
    for right in (Right.CUSTOMERS, Right.INVOICES):
        client.force_login(a_member(account, right))
        with CaptureQueriesContext(connection) as captured:
            client.get("/today/")
        queries[right] = len(captured)
    assert queries[Right.CUSTOMERS] == queries[Right.INVOICES]
