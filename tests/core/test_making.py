"""Rows that are made quickly are as Django makes them."""

from typing import Any

import pytest
from django.db import models

from comptoir.accounts.models import Account
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.core.making import new_row
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Invoice
from tests.factories import NOW

ACCOUNT = Account(id=new_id(), name="Midi")
FACTS: list[tuple[type[models.Model], dict[str, Any]]] = [
    (Customer, {"account": ACCOUNT, "kind": "company", "emails": [{"type": "primary", "email": "a@b.be"}]}),
    (Activity, {"account_id": ACCOUNT.pk, "kind": "x", "at": NOW, "by": None}),
    (Invoice, {"account": ACCOUNT, "payment_days": 8, "created_at": NOW}),
]


@pytest.mark.parametrize(("model", "facts"), FACTS)
def test_they_say_the_same(model: type[models.Model], facts: dict[str, Any]) -> None:
    key = new_id()
    quick, usual = new_row(model, id=key, **facts), model(id=key, **facts)
    assert as_said(quick) == as_said(usual)
    assert vars(quick._state) == vars(usual._state)


def test_each_has_its_own_key_and_lists() -> None:
    one, other = new_row(Customer), new_row(Customer)
    one.emails.append({"type": "primary", "email": "a@b.be"})
    assert (one.pk != other.pk, other.emails) == (True, [])


def test_what_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="Customer has no colour"):
        new_row(Customer, colour="red")


def as_said(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}
