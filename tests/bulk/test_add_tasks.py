"""A task about each of many records."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.bulk.starting import start
from comptoir.followups.models import Task
from tests.bulk.runs import LATER, a_run, done
from tests.factories import NOW, a_company, a_deal, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db
CALL = {"title": "Call them", "due_on": "2026-12-01", "priority": "B", "description": "About the winter"}


def test_each_customer_gets_one() -> None:
    user = a_user(an_account())
    jan, left = a_member(user.account, first_name="Jan"), a_member(user.account, deactivated_at=NOW)
    a = a_company(user.account, "A", responsible_user=jan)
    b, c = a_company(user.account, "B", responsible_user=left), a_company(user.account, "C")
    run = done(a_run(a, b, c, verb="add_tasks", by=user), **CALL)
    facts = Task.objects.order_by("customer__name").values_list("customer", "assignee", "title", "due_on", "priority")
    due = dt.date(2026, 12, 1)
    assert list(facts) == [
        # Whoever looks after the customer; an owner where nobody does, or where they left.
        (a.pk, jan.pk, "Call them", due, "B"),
        (b.pk, user.pk, "Call them", due, "B"),
        (c.pk, user.pk, "Call them", due, "B"),
    ]
    assert set(Task.objects.values_list("description", "created_at")) == {("About the winter", LATER)}
    assert [row.said["assignee"] for row in run.rows.order_by("position")] == [jan.name, user.name, user.name]


def test_all_of_them_go_to_the_one_who_was_chosen() -> None:
    user = a_user(an_account())
    jan = a_member(user.account)
    done(a_run(a_company(user.account, responsible_user=user), verb="add_tasks", by=user), **CALL, assignee=str(jan.pk))
    assert Task.objects.get().assignee == jan


def test_a_deals_task_is_of_whoever_has_the_deal() -> None:
    user = a_user(an_account())
    jan = a_member(user.account)
    company = a_company(user.account, responsible_user=user)
    deal = a_deal(company, responsible_user=jan)
    done(a_run(deal, verb="add_tasks", about="deal", by=user), **CALL)
    task = Task.objects.get()
    assert (task.deal, task.customer, task.assignee) == (deal, company, jan)


def test_a_documents_task_names_it() -> None:
    user = a_user(an_account())
    company = a_company(user.account, "A")
    invoice, subscription = an_invoice(company), a_subscription(company, title="Care")
    done(a_run(invoice, verb="add_tasks", about="invoice", by=user), **CALL)
    done(a_run(subscription, verb="add_tasks", about="subscription", by=user), **CALL)
    said = set(Task.objects.values_list("customer", "description"))
    assert said == {
        (company.pk, f"About the winter\n\n{invoice.invoice_number} · A"),
        (company.pk, "About the winter\n\nCare · A"),
    }


@pytest.mark.parametrize("field", ["title", "due_on", "assignee"])
def test_what_is_missing_or_strange_is_refused(field: str) -> None:
    user = a_user(an_account())
    run = a_run(a_company(user.account), verb="add_tasks", by=user)
    wrong = {"title": " ", "due_on": "", "assignee": str(a_user(an_account(name="Other")).pk)}[field]
    with pytest.raises(ValidationError) as refusal:
        start(run, by=user, at=NOW, options=CALL | {field: wrong})
    assert list(refusal.value.error_dict) == [field]
