"""Fixing which records something is done with."""

import datetime as dt
from uuid import uuid4

import pytest

from comptoir.accounts.rights import NotAllowed
from comptoir.bulk import preparing
from comptoir.bulk.models import BulkRun
from comptoir.bulk.preparing import discard, leave_out, prepare, take_in
from comptoir.bulk.refusals import NoSuchVerb, NothingToDo, NotNow, TooMany
from comptoir.bulk.starting import start
from comptoir.customers.models import Customer
from comptoir.deals.models import Deal
from comptoir.invoicing.models import Invoice
from comptoir.subscriptions.models import Subscription
from tests.bulk.runs import a_run
from tests.factories import NOW, a_company, a_deal, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


def names(run: BulkRun) -> list[str]:
    return [row.name for row in run.rows.order_by("position")]


def test_the_rows_are_written_down_by_name() -> None:
    user = a_user(an_account())
    b, a = a_company(user.account, "Boulangerie"), a_company(user.account, "Atelier")
    run = a_run(a, b, by=user)
    assert names(run) == ["Atelier", "Boulangerie"]
    assert [row.position for row in run.rows.order_by("position")] == [1, 2]
    assert (run.state, run.total, run.progress) == ("prepared", 2, 0)


def test_documents_are_named_with_their_customer() -> None:
    user = a_user(an_account())
    company = a_company(user.account, "Atelier")
    invoice = an_invoice(company)
    subscription = a_subscription(company, title="Care")
    deal = a_deal(company, title="New roof")
    said = {
        "invoice": (Invoice, f"{invoice.invoice_number} · Atelier"),
        "subscription": (Subscription, f"{subscription.title} · Atelier"),
        "deal": (Deal, f"{deal.title} · Atelier"),
    }
    for about, (model, name) in said.items():
        rows = model.objects.of(user.account)
        run = prepare(user.account, verb="add_tasks", about=about, rows=rows, by=user, at=NOW)
        assert names(run) == [name]


def test_who_comes_later_is_not_in_it() -> None:
    user = a_user(an_account())
    a_company(user.account, "Atelier")
    run = prepare(user.account, verb="tag", about="customer", rows=Customer.objects.all(), by=user, at=NOW)
    a_company(user.account, "Boulangerie")
    assert names(run) == ["Atelier"]


def test_the_same_record_twice_is_one_row() -> None:
    user = a_user(an_account())
    company = a_company(user.account, tags=("late", "later"))
    found = Customer.objects.filter(tags__name__startswith="late")
    assert len(found) == 2
    run = prepare(user.account, verb="tag", about="customer", rows=found, by=user, at=NOW)
    assert names(run) == [company.name]
    assert run.total == 1


def test_rows_of_another_account_are_not_in_it() -> None:
    user, other = a_user(an_account()), an_account(name="Other")
    a_company(user.account, "Atelier")
    a_company(other, "Foreign")
    run = prepare(user.account, verb="tag", about="customer", rows=Customer.objects.all(), by=user, at=NOW)
    assert names(run) == ["Atelier"]


def test_nothing_at_all_is_refused() -> None:
    user = a_user(an_account())
    with pytest.raises(NothingToDo):
        prepare(user.account, verb="tag", about="customer", rows=Customer.objects.none(), by=user, at=NOW)
    assert not BulkRun.objects.exists()


def test_too_many_are_refused_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "MOST", 2)
    user = a_user(an_account())
    companies = [a_company(user.account, f"Company {number}") for number in range(3)]
    with pytest.raises(TooMany, match="More than 2 rows"):
        a_run(*companies, by=user)
    assert not BulkRun.objects.exists()
    assert a_run(*companies[:2], by=user).total == 2


def test_the_same_id_gives_the_same_run() -> None:
    user = a_user(an_account())
    a_company(user.account)
    facts = {"verb": "tag", "about": "customer", "rows": Customer.objects.all(), "by": user, "at": NOW, "id": uuid4()}
    assert prepare(user.account, **facts) == prepare(user.account, **facts)  # type: ignore[arg-type]
    assert BulkRun.objects.count() == 1


def test_what_the_verb_is_not_for_is_refused() -> None:
    user = a_user(an_account())
    a_company(user.account)
    for verb, about in [("hold", "customer"), ("tag", "invoice"), ("dance", "customer")]:
        with pytest.raises(NoSuchVerb):
            prepare(user.account, verb=verb, about=about, rows=Customer.objects.all(), by=user, at=NOW)


def test_it_needs_the_right_of_its_verb() -> None:
    company = a_company(an_account())
    member = a_member(company.account, "invoices")
    with pytest.raises(NotAllowed):
        a_run(company, by=member)
    assert a_run(company, verb="add_tasks", by=member).total == 1


def test_rows_are_left_out_and_taken_in_again() -> None:
    user = a_user(an_account())
    a, b = a_company(user.account, "Atelier"), a_company(user.account, "Boulangerie")
    run = a_run(a, b, by=user)
    assert leave_out(run, [a.pk], by=user).total == 1
    assert leave_out(run, [a.pk], by=user).total == 1
    assert list(run.rows.filter(left_out=True).values_list("name", flat=True)) == ["Atelier"]
    assert take_in(run, [a.pk], by=user).total == 2


def test_nothing_is_left_out_of_what_was_started() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    run = a_run(company, by=user, tags=["late"])
    start(run, by=user, at=NOW)
    for verb in (leave_out, take_in):
        with pytest.raises(NotNow):
            verb(run, [company.pk], by=user)


def test_what_was_not_started_can_be_forgotten() -> None:
    user = a_user(an_account())
    run = a_run(a_company(user.account), by=user, tags=["late"])
    discard(run, by=user)
    discard(run, by=user)
    assert not BulkRun.objects.exists()
    run = a_run(a_company(user.account), by=user, tags=["late"])
    start(run, by=user, at=NOW)
    with pytest.raises(NotNow):
        discard(run, by=user)


def test_what_was_not_started_for_a_day_is_forgotten_by_itself() -> None:
    user = a_user(an_account())
    company = a_company(user.account)
    a_run(company, by=user)
    rows = Customer.objects.all()
    late = prepare(
        user.account, verb="tag", about="customer", rows=rows, by=user, at=NOW + dt.timedelta(days=1, hours=1)
    )
    assert list(BulkRun.objects.all()) == [late]
