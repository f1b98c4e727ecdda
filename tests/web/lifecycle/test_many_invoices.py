"""The dialog of a customer with more invoices than anybody reads."""

import re

import pytest
import time_machine
from django.test import Client

from comptoir.core.ids import new_id
from comptoir.invoicing.models import Invoice
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_draft, a_user, an_account
from tests.web.subscriptions.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("unsettled", "left"), [(200, []), (203, ["and 3 more"])])
def test_two_hundred_invoices_are_named_and_the_others_counted(client: Client, unsettled: int, left: list[str]) -> None:
    user = a_user(an_account())
    client.force_login(user)
    draft = a_draft(a_company(user.account))
    rest = Invoice.objects.filter(pk=draft.pk).values(
        *(f.attname for f in Invoice._meta.concrete_fields if not f.generated)
    )
    copies = [Invoice(**each | {"id": new_id()}) for each in rest for __ in range(unsettled - 1)]
    Invoice.objects.bulk_create(copies)
    with time_machine.travel(NOW, tick=False):
        page = text_of(client.get(f"{url_of(draft.customer)}deactivate/"))
    assert f"Put the {unsettled} outstanding invoices on hold" in page
    assert page.count("no reminder planned") == 200
    assert re.findall(r"and \d+ more", page) == left
