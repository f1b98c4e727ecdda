"""The dialog of a customer with more invoices than anybody reads."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from comptoir.core.ids import new_id
from comptoir.invoicing.models import Invoice
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_draft, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client: Client) -> Invoice:
    user = a_user(an_account())
    client.force_login(user)
    return a_draft(a_company(user.account))


@pytest.mark.parametrize(("unsettled", "left"), [(200, []), (203, ["and 3 more"])])
def test_two_hundred_invoices_are_named_and_the_others_counted(
    client: Client, draft: Invoice, unsettled: int, left: list[str]
) -> None:
    make_copies(draft, unsettled - 1)
    page = read(client, f"{url_of(draft.customer)}deactivate/")
    assert f"Put the {unsettled} outstanding invoices on hold" in page
    assert page.count("no reminder planned") == 200
    assert re.findall(r"and \d+ more", page) == left


def test_whoever_asks_is_named_every_one(client: Client, draft: Invoice) -> None:
    make_copies(draft, 202)
    every = f"{url_of(draft.customer)}deactivate/at-stake/"
    assert read(client, every).count("no reminder planned") == 203
    assert read(client, every, headers={"HX-Request": "true"}).count("no reminder planned") == 3


def make_copies(draft: Invoice, number: int) -> None:
    rest = Invoice.objects.filter(pk=draft.pk).values(
        *(f.attname for f in Invoice._meta.concrete_fields if not f.generated)
    )
    Invoice.objects.bulk_create([Invoice(**each | {"id": new_id()}) for each in rest for __ in range(number)])


def read(client: Client, address: str, **asked: Any) -> str:
    with time_machine.travel(NOW, tick=False):
        return text_of(client.get(address, **asked))
