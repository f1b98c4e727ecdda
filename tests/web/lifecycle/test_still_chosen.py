"""Choosing a deactivated customer in each form: a badge and a notice, never a block (R13, R16)."""

from typing import Any

import pytest

from comptoir.accounts.models import User
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.followups.models import Call, Meeting, Task
from comptoir.quotations.models import Quotation
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_user,
    an_account,
    an_unknown_id,
    the_department,
    the_phase,
    the_vat,
)
from tests.web.lifecycle.test_open_work import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofie(client):
    sofie = a_user(an_account())
    client.force_login(sofie)
    return sofie


@pytest.fixture(params=[a_company, a_contact], ids=["company", "contact"])
def gone(request, sofie):
    return request.param(sofie.account, deactivated_at=NOW, deactivated_by=sofie)


def a_deal_form(gone: Customer, user: User) -> dict[str, Any]:
    return {"id": an_unknown_id(), "title": "New terrace", "currency": "EUR", "phase": the_phase(gone.account).pk}


def a_quotation_form(gone: Customer, user: User) -> dict[str, Any]:
    return {
        "deal": "",
        "deal_title": "New terrace",
        "name": "Terrace with heating",
        "quotation_date": "2026-11-24",
        "action_after_expiry": "lock",
        "department": the_department(gone.account).pk,
        "language": "en",
        "currency": "EUR",
        "id": an_unknown_id(),
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        "lines-0-description": "Terrace",
        "lines-0-quantity": "1",
        "lines-0-unit_price": "100.00",
        "lines-0-tax_rate": the_vat(gone.account).pk,
    }


def a_follow_up_form(gone: Customer, user: User) -> dict[str, Any]:
    """Of a task, a call or a meeting: each takes what it asks for."""
    return {
        "request_key": an_unknown_id(),
        "title": "Fetch the furniture",
        "due_on": "2026-12-01",
        "priority": "C",
        "assignee": user.pk,
        "on": "2026-12-01",
        "at": "10:00",
        "lasts": "60",
        "users": [user.pk],
    }


FORMS = {
    "/deals/new/": (Deal, a_deal_form),
    "/quotations/new/": (Quotation, a_quotation_form),
    "/follow-ups/new/": (Task, a_follow_up_form),
    "/follow-ups/calls/new/": (Call, a_follow_up_form),
    "/follow-ups/meetings/new/": (Meeting, a_follow_up_form),
}


@pytest.mark.parametrize("path", FORMS)
def test_the_form_begins_with_them_marked_and_with_a_notice(path: str, client, gone: Customer) -> None:
    page = client.get(f"{path}?customer={gone.pk}")
    assert page.status_code == 200
    assert f'name="customer" value="{gone.pk}"' in " ".join(page.text.split())
    assert '<span class="badge amber">Deactivated</span>' in page.text
    assert f"{gone.name} was deactivated on 24 November 2026 by Sofie Vermeulen. You can go on" in words_of(page.text)


@pytest.mark.parametrize("path", FORMS)
def test_the_form_takes_them(path: str, client, gone: Customer, sofie: User) -> None:
    model, form = FORMS[path]
    answer = client.post(path, {**form(gone, sofie), "customer": gone.pk, "customer_typed": gone.name})
    assert answer.status_code == 302
    assert model.objects.get().customer == gone
    assert client.get(answer["Location"]).status_code == 200


def test_the_list_of_customers_found_marks_them_wherever_one_chooses(client, gone: Customer) -> None:
    html = client.get("/customers/pick/", {"q": gone.name[:5]}).text
    assert f'data-id="{gone.pk}"' in html
    assert "data-deactivated" in html
    assert "Deactivated" in html
    assert "was deactivated on" in client.get(f"/customers/pick/{gone.pk}/notice/").text
