"""Doing one thing with many rows of a list, by the pages."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comptoir.accounts.models import Account, User
from comptoir.bulk import preparing, working
from comptoir.bulk.models import BulkRun
from comptoir.bulk.starting import start
from comptoir.customers.models import Customer
from comptoir.followups.models import Task
from comptoir.invoicing.models import Invoice
from tests.bulk.runs import a_run, results
from tests.factories import NOW, a_company, a_contact, a_deal, a_member, a_subscription, a_user, an_account, an_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account, client: Client) -> User:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def chosen(client: Client, name: str, *records: Any, verb: str, query: str = "", **more: str) -> Any:
    """The answer to ticking these records in a list and choosing a verb."""
    data = {"verb": verb, "id": [record.pk for record in records], **more}
    return client.post(reverse(f"act_on_{name}") + query, data)


def the_run() -> BulkRun:
    return BulkRun.objects.get()


def url(name: str, run: BulkRun) -> str:
    return reverse(name, args=[run.pk])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_the_ticks_to_the_results(client: Client, owner: User) -> None:
    a, b, _c = (a_company(owner.account, name) for name in ("Atelier", "Boulangerie", "Cercle"))
    assert chosen(client, "companies", a, b, verb="tag").url == url("bulk_run", the_run())
    page = text(client.get(url("bulk_run", the_run())))
    assert "Atelier" in page
    assert "Boulangerie" in page
    assert "Cercle" not in page
    client.post(url("leave_out_of_bulk", the_run()), {"leave_out": a.pk})
    answer = client.post(url("start_bulk", the_run()), {"tags": "late, VIP"})
    assert answer.url == url("bulk_run", the_run())  # type: ignore[attr-defined]
    assert results(the_run()) == {"Atelier": ("waiting", None), "Boulangerie": ("done", "tagged")}
    assert {tag.name for tag in b.tags.all()} == {"late", "VIP"}
    page = text(client.get(url("bulk_run", the_run())))
    assert "late, VIP" in page
    assert "Tags added" in page
    file = b"".join(client.get(url("bulk_results", the_run())).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [line.split(",")[:3] for line in file.splitlines()] == [
        ["Name", "State", "Result"],
        ["Atelier", "Left out", "Left out"],
        ["Boulangerie", "Done", "Tags added"],
    ]
    assert "Add tags" in text(client.get(reverse("bulk_runs")))


def test_all_that_the_list_finds(client: Client, owner: User) -> None:
    for name in ("Haan Nord", "Haan Sud", "Elsewhere"):
        a_company(owner.account, name)
    a_contact(owner.account, "Luc Haan")
    chosen(client, "companies", verb="tag", query="?q=haan&sort=-name", all="1")
    assert list(results(the_run())) == ["Haan Nord", "Haan Sud"]


def test_a_whole_segment(client: Client, owner: User) -> None:
    a_company(owner.account, "Gone", deactivated_at=NOW)
    a_company(owner.account, "Here")
    chosen(client, "companies", verb="add_tasks", query="?segment=deactivated", all="1")
    assert list(results(the_run())) == ["Gone"]


def test_what_the_list_does_not_show_is_not_chosen(client: Client, owner: User) -> None:
    paid, foreign = a_company(owner.account, "Paid"), a_company(an_account(name="Other"), "Foreign")
    overdue = an_invoice(a_company(owner.account, "Late"), overdue_by=8)
    invoices = [overdue, an_invoice(paid), an_invoice(foreign, overdue_by=8)]
    chosen(client, "invoices", *invoices, verb="hold", query="?tab=overdue")
    assert [row.record_id for row in the_run().rows.all()] == [overdue.pk]


@pytest.mark.parametrize("data", [{}, {"id": "nonsense"}, {"id": str(uuid4())}])
def test_nothing_chosen_is_said(client: Client, owner: User, data: dict[str, str]) -> None:
    a_company(owner.account)
    for verb in ("tag", "csv", "xlsx"):
        answer = client.post(reverse("act_on_companies"), {"verb": verb, **data}, follow=True)
        assert "Nothing is chosen." in text(answer)
    assert not BulkRun.objects.exists()


def test_too_many_are_refused_with_a_sentence(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "MOST", 1)
    for name in ("A", "B"):
        a_company(owner.account, name)
    answer = client.post(reverse("act_on_companies"), {"verb": "tag", "all": "1"}, follow=True)
    assert "More than 1 rows are too many at once." in text(answer)


def test_a_verb_that_is_not_offered_is_refused(client: Client, owner: User) -> None:
    answer = client.post(reverse("act_on_companies"), {"verb": "hold", "id": a_company(owner.account).pk}, follow=True)
    assert "This cannot be done with these." in text(answer)


def test_a_selection_is_exported_without_a_run(client: Client, owner: User) -> None:
    a, b = a_company(owner.account, "Atelier"), a_company(owner.account, "Boulangerie")
    answer = chosen(client, "companies", b, verb="csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "Boulangerie" in lines[1]
    both = chosen(client, "companies", verb="csv", all="1")
    assert len(b"".join(both.streaming_content).decode().splitlines()) == 3
    workbook = chosen(client, "companies", a, verb="xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert not BulkRun.objects.exists()


def test_each_list_offers_what_can_be_done_with_its_rows(client: Client, owner: User) -> None:
    company = a_company(owner.account)
    an_invoice(company), a_subscription(company), a_deal(company), a_contact(owner.account)
    both = {"tag", "untag", "assign", "add_tasks"}
    offered = {"contacts": both, "companies": both, "invoices": {"add_tasks", "hold", "release"}}
    offered |= {"subscriptions": {"add_tasks"}, "deals_list": {"assign", "add_tasks"}}
    every = {"tag", "untag", "assign", "add_tasks", "hold", "release"}
    for name, verbs in offered.items():
        page = text(client.get(reverse(name)))
        assert {verb for verb in every if f'value="{verb}"' in page} == verbs, name
        assert 'form="selection"' in page


def test_who_may_change_nothing_can_add_tasks_and_export(client: Client, account: Account) -> None:
    company = a_company(account)
    client.force_login(a_member(account))
    page = text(client.get(reverse("companies")))
    assert 'value="add_tasks"' in page
    assert 'value="csv"' in page
    assert 'value="tag"' not in page
    assert chosen(client, "companies", company, verb="tag").status_code == 403
    chosen(client, "companies", company, verb="add_tasks")
    client.post(url("start_bulk", the_run()), {"title": "Call them", "due_on": "2026-12-01", "priority": "C"})
    assert Task.objects.get().title == "Call them"


def test_the_fields_are_checked_beside_them(client: Client, owner: User) -> None:
    chosen(client, "companies", a_company(owner.account), verb="add_tasks")
    answer = client.post(url("start_bulk", the_run()), {"title": "", "due_on": "yesterday", "priority": "C"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title", "due_on"])
    answer = client.post(url("start_bulk", the_run()), {"title": "x" * 201, "due_on": "2026-12-01", "priority": "C"})
    assert list(answer.context["form"].errors) == ["title"]
    assert the_run().is_prepared


def test_nothing_left_is_said_on_its_page(client: Client, owner: User) -> None:
    company = a_company(owner.account)
    chosen(client, "companies", company, verb="tag")
    client.post(url("leave_out_of_bulk", the_run()), {"leave_out": company.pk})
    answer = client.post(url("start_bulk", the_run()), {"tags": "late"})
    assert answer.status_code == 409
    assert "Nothing is chosen." in text(answer)
    assert 'value="late"' in text(answer)


def test_rows_are_left_out_in_place_with_javascript(client: Client, owner: User) -> None:
    a, b = a_company(owner.account, "Atelier"), a_company(owner.account, "Boulangerie")
    run = a_run(a, b, by=owner)
    part = client.post(url("leave_out_of_bulk", run), {"leave_out": a.pk}, headers={"HX-Request": "true"})
    assert "1 customer" in text(part)
    assert 'hx-swap-oob="true"' in text(part)
    assert "<html" not in text(part)
    part = client.post(url("leave_out_of_bulk", run), {"take_in": a.pk}, headers={"HX-Request": "true"})
    assert "2 customers" in text(part)
    assert client.post(url("leave_out_of_bulk", run), {"leave_out": "nonsense"}).status_code == 302


def test_many_are_left_to_the_worker(client: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "SMALL", 0)
    run = a_run(a_company(owner.account), by=owner)
    client.post(url("start_bulk", run), {"tags": "late"})
    assert the_run().state == "waiting"
    assert "Waiting for its turn" in text(client.get(url("bulk_run", run)))
    assert "Waiting for its turn" in text(client.get(url("bulk_progress", run)))
    client.post(url("cancel_bulk", run))
    assert "The others are as they were." in text(client.get(url("bulk_run", run)))
    assert client.get(url("bulk_progress", run))["HX-Refresh"] == "true"
    client.post(url("resume_bulk", run))
    working.work_on(run, clock=lambda: NOW)
    assert the_run().state == "done"


def test_the_same_form_sent_twice_starts_it_once(client: Client, owner: User) -> None:
    run = a_run(a_company(owner.account), by=owner)
    for _time in range(2):
        assert client.post(url("start_bulk", run), {"tags": "late"}).status_code == 302
    assert results(run) == {"Brasserie du Midi SRL": ("done", "tagged")}


def test_what_was_not_started_is_forgotten_by_a_button(client: Client, owner: User) -> None:
    run = a_run(a_company(owner.account), by=owner)
    assert "Nothing was changed." in text(client.post(url("discard_bulk", run), follow=True))
    assert not BulkRun.objects.exists()


def test_runs_of_another_account_are_not_there(client: Client, owner: User) -> None:
    stranger = a_user(an_account(name="Other"))
    run = a_run(a_company(stranger.account, "Foreign"), by=stranger)
    for name in ("bulk_run", "bulk_progress", "bulk_results"):
        assert client.get(url(name, run)).status_code == 404
    for name in ("start_bulk", "leave_out_of_bulk", "cancel_bulk", "resume_bulk", "discard_bulk"):
        assert client.post(url(name, run)).status_code == 404
    assert "No bulk action yet" in text(client.get(reverse("bulk_runs")))


def test_a_run_is_shown_to_those_who_could_have_started_it(client: Client, account: Account) -> None:
    owner, company = a_user(account), a_company(account)
    tags = start(a_run(company, by=owner, tags=["late"]), by=owner, at=NOW)
    a_run(company, by=owner)
    invoice = an_invoice(company)
    tasks = a_run(invoice, verb="add_tasks", about="invoice", by=owner, title="Call", due_on="2026-12-01")
    start(tasks, by=owner, at=NOW)
    client.force_login(a_member(account, "customers", hidden=["invoices"]))
    assert [run.pk for run in client.get(reverse("bulk_runs")).context["page"].rows] == [tags.pk]
    assert client.get(url("bulk_run", tasks)).status_code == 404
    client.force_login(a_member(account))
    assert [run.pk for run in client.get(reverse("bulk_runs")).context["page"].rows] == [tasks.pk]
    assert client.get(url("bulk_run", tags)).status_code == 403


def test_hidden_invoices_cannot_be_chosen(client: Client, account: Account) -> None:
    invoice = an_invoice(a_company(account))
    client.force_login(a_member(account, hidden=["invoices"]))
    assert chosen(client, "invoices", invoice, verb="add_tasks").status_code == 403


@pytest.mark.parametrize(
    ("about", "verb"),
    [
        ("customer", "tag"),
        ("customer", "assign"),
        ("invoice", "hold"),
        ("subscription", "add_tasks"),
        ("deal", "assign"),
    ],
)
def test_its_page_asks_no_more_for_more_rows(client: Client, owner: User, about: str, verb: str) -> None:
    made = {"customer": lambda c: c, "invoice": an_invoice, "subscription": a_subscription, "deal": a_deal}[about]

    def queries(count: int) -> int:
        names = [f"Company {number}" for number in range(count)]
        records = [made(a_company(owner.account, n, tags=("late",), responsible_user=owner)) for n in names]  # type: ignore[operator]
        run = a_run(*records, verb=verb, about=about, by=owner)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url("bulk_run", run)).status_code == 200
        return len(captured)

    queries(1)
    assert queries(1) == queries(3)


def test_its_rows_are_found_by_name(client: Client, owner: User) -> None:
    run = a_run(*(a_company(owner.account, name) for name in ("Atelier", "Boulangerie")), by=owner)
    page = client.get(url("bulk_run", run), {"q": "boul"})
    assert [row.name for row in page.context["page"].rows] == ["Boulangerie"]
    assert "There is no such row." in text(client.get(url("bulk_run", run), {"q": "zzz", "rows": "left-out"}))


def test_invoices_are_held_with_a_reason(client: Client, owner: User) -> None:
    invoice = an_invoice(a_company(owner.account), overdue_by=8)
    chosen(client, "invoices", invoice, verb="hold")
    client.post(url("start_bulk", the_run()), {"reason": "They dispute it", "until": "2099-01-01"})
    assert Invoice.objects.get().hold_reason == "They dispute it"
    assert "They dispute it, until 1 January 2099" in text(client.get(url("bulk_run", the_run())))


def test_customers_are_given_to_a_colleague(client: Client, owner: User) -> None:
    colleague = a_user(owner.account, first_name="Jan", last_name="Peeters")
    chosen(client, "companies", a_company(owner.account), verb="assign")
    client.post(url("start_bulk", the_run()), {"to": colleague.pk})
    assert Customer.objects.get().responsible_user == colleague
    assert "Jan Peeters" in text(client.get(url("bulk_run", the_run())))


def test_to_nobody_only_when_that_is_chosen(client: Client, owner: User) -> None:
    chosen(client, "companies", a_company(owner.account, responsible_user=owner), verb="assign")
    answer = client.post(url("start_bulk", the_run()), {"to": ""})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to"])
    client.post(url("start_bulk", the_run()), {"to": "nobody"})
    assert Customer.objects.get().responsible_user is None


def test_the_way_back_leads_to_the_list_as_it_was_narrowed(client: Client, owner: User) -> None:
    company = a_company(owner.account, "Atelier")
    page = text(client.get(reverse("companies"), {"q": "atelier", "sort": "-name"}))
    assert 'name="next" value="/companies/?q=atelier&amp;sort=-name"' in " ".join(page.split())
    there = {"next": "/companies/?q=atelier&sort=-name"}
    chosen(client, "companies", company, verb="tag", **there)
    client.post(url("start_bulk", the_run()), {"tags": "late"})
    assert 'href="/companies/?q=atelier&amp;sort=-name"' in text(client.get(url("bulk_run", the_run())))
    BulkRun.objects.all().delete()
    chosen(client, "companies", company, verb="tag", **there)
    assert client.post(url("discard_bulk", the_run())).url == there["next"]  # type: ignore[attr-defined]
    chosen(client, "companies", company, verb="tag", next="https://elsewhere.example/")
    assert the_run().came_from == "/companies/"
