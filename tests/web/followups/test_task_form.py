"""Adding and editing a task."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.followups.models import Task
from comptoir.followups.tasks import complete, edit_task
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_contact, a_deal, a_task, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db


def filled(user: User, **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    usual = {"title": "Visit them", "description": "", "due_on": "2026-12-01", "priority": "C", "assignee": user.pk}
    return {**usual, "request_key": an_unknown_id(), **facts}


def test_a_new_one_is_for_today_and_oneself(client: Client, jan: User) -> None:
    a_user(jan.account, deactivated_at=NOW, last_name="Gone")
    a_user(an_account(name="Other"), last_name="Foreign")
    page = client.get("/follow-ups/new/")
    form = page.context["form"]
    assert form["due_on"].value() == jan.account.day(timezone.now())
    assert form["assignee"].value() == jan.pk
    assert [str(label) for __, label in form.fields["assignee"].choices] == ["Jan Peeters"]
    assert '<h1 id="dialog-title">New task</h1>' in page.text


def test_it_knows_its_customer_and_leads_back_to_its_tab(client: Client, jan: User) -> None:
    gone = a_contact(jan.account, deactivated_at=NOW)
    page = client.get(f"/follow-ups/new/?customer={gone.pk}")
    assert f'name="customer" value="{gone.pk}"' in " ".join(page.text.split())
    assert "Deactivated" in page.text
    home = f"{url_of(gone)}?tab=follow-ups"
    answer = client.post("/follow-ups/new/", filled(jan, customer=gone.pk, next=home))
    assert (answer.status_code, answer["Location"]) == (302, home)
    task = Task.objects.get()
    assert (task.customer, task.assignee, task.title, task.due_on) == (gone, jan, "Visit them", dt.date(2026, 12, 1))
    assert Activity.objects.get().by == jan
    assert client.get(f"/follow-ups/new/?customer={a_company(an_account(name='Other')).pk}").status_code == 404


def test_it_leads_back_to_the_page_it_was_opened_over(client: Client, jan: User) -> None:
    over = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": "http://testserver/follow-ups/?tab=everyone"}
    part = client.get("/follow-ups/new/", headers=over).text
    assert "<html" not in part
    assert 'name="next" value="http://testserver/follow-ups/?tab=everyone"' in part
    sent = filled(jan, customer=a_company(jan.account).pk, next="http://testserver/follow-ups/?tab=everyone")
    answer = client.post("/follow-ups/new/", sent, headers=over)
    assert answer["HX-Redirect"] == "http://testserver/follow-ups/?tab=everyone"
    elsewhere = filled(jan, customer=a_company(jan.account).pk, next="https://elsewhere.example/")
    assert client.post("/follow-ups/new/", elsewhere)["Location"] == "/follow-ups/"


def test_sent_twice_it_is_added_once(client: Client, jan: User) -> None:
    sent = filled(jan, customer=a_company(jan.account).pk)
    for __ in range(2):
        assert client.post("/follow-ups/new/", sent).status_code == 302
    assert (Task.objects.count(), Activity.objects.count()) == (1, 1)


def test_what_was_typed_is_kept_beside_what_is_wrong(client: Client, jan: User) -> None:
    theirs = a_user(an_account(name="Other"))
    wrong = filled(jan, title="", description="<b>Bring</b>", due_on="31/02/2026", assignee=theirs.pk, customer="x")
    answer = client.post("/follow-ups/new/", wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "due_on", "assignee", "customer"}
    for kept in ("&lt;b&gt;Bring&lt;/b&gt;", "31/02/2026", str(wrong["request_key"])):
        assert kept in answer.text
    far = client.post("/follow-ups/new/", filled(jan, due_on="2206-12-01", customer=a_company(jan.account).pk))
    assert "This day is too far away. Is the year right?" in far.text
    foreign = client.post("/follow-ups/new/", filled(jan, customer=a_company(theirs.account).pk))
    assert set(foreign.context["form"].errors) == {"customer"}
    assert not Task.objects.exists()


def test_without_javascript_a_name_is_looked_up(client: Client, jan: User) -> None:
    a_company(jan.account), a_company(jan.account, "Brasserie du Nord SRL")
    answer = client.post("/follow-ups/new/", filled(jan, customer="", customer_typed="brasserie"))
    assert answer.status_code == 422
    assert "2 customers are found for “brasserie”. Choose one from the list." in answer.text
    assert "Brasserie du Nord SRL" in answer.text


def test_a_task_is_edited_by_anybody(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), a_user(jan.account))
    page = client.get(f"/follow-ups/{task.pk}/")
    assert "Brasserie du Midi SRL" in page.text
    answer = client.post(
        f"/follow-ups/{task.pk}/", filled(jan, customer=task.customer_id, seen=task.updated_at.isoformat()), follow=True
    )
    assert "Task saved: Visit them" in answer.text
    task.refresh_from_db()
    assert (task.title, task.assignee) == ("Visit them", jan)
    told = client.get(url_of(task.customer)).text
    for words in (
        "Task edited: Visit them",
        "Title: Visit them (was Call them)",
        "Assigned to: Jan Peeters (was Sofie Vermeulen)",
    ):
        assert words in told
    assert "Due: 1 Dec 2026 (was 24 Nov 2026)" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_it_can_be_about_somebody_else_or_about_nobody(client: Client, jan: User) -> None:
    task, other = a_task(a_company(jan.account), jan), a_company(jan.account, "Other SRL")
    client.post(f"/follow-ups/{task.pk}/", filled(jan, customer=other.pk))
    assert Task.objects.get().customer == other
    client.post(f"/follow-ups/{task.pk}/", filled(jan, customer=""))
    assert Task.objects.get().customer is None
    assert "Visit them" in client.get("/follow-ups/").text


def test_a_colleagues_change_is_not_overwritten_unseen(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), jan)
    seen = task.updated_at.isoformat()
    edit_task(task, by=jan, at=NOW + dt.timedelta(minutes=1), title="A colleague's")
    answer = client.post(f"/follow-ups/{task.pk}/", filled(jan, customer=task.customer_id, seen=seen))
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile." in answer.text
    assert 'value="Visit them"' in answer.text
    assert Task.objects.get().title == "A colleague's"
    again = answer.context["thing"].updated_at.isoformat()
    assert client.post(f"/follow-ups/{task.pk}/", filled(jan, customer=task.customer_id, seen=again)).status_code == 302
    assert Task.objects.get().title == "Visit them"


def test_what_is_done_is_not_edited(client: Client, jan: User) -> None:
    task = complete(a_task(a_company(jan.account), jan), by=jan, at=NOW)
    answer = client.post(f"/follow-ups/{task.pk}/", filled(jan), follow=True)
    assert "This is done already. Reopen it to change it." in answer.text
    assert Task.objects.get().title == "Call them"


def test_who_left_has_to_be_replaced(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), a_user(jan.account, deactivated_at=NOW))
    form = client.get(f"/follow-ups/{task.pk}/").context["form"]
    assert [str(label) for __, label in form.fields["assignee"].choices] == ["---------", "Jan Peeters"]
    answer = client.post(f"/follow-ups/{task.pk}/", filled(jan, assignee=""))
    assert set(answer.context["form"].errors) == {"assignee"}


def test_it_can_be_on_a_deal_and_important(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    page = client.get(f"/follow-ups/new/?deal={deal.pk}")
    assert page.context["form"].customer == deal.customer
    sent = filled(jan, customer=deal.customer_id, deal=deal.pk, priority="A")
    answer = client.post(f"/follow-ups/new/?deal={deal.pk}", sent)
    assert answer["Location"] == f"{url_of(deal)}?tab=follow-ups"
    task = Task.objects.get()
    assert (task.deal, task.customer, task.priority) == (deal, deal.customer, "A")
    named = f'<a href="{url_of(deal)}">New terrace</a>, {deal.reference}'
    assert named in client.get(url_of(deal.customer)).text
    assert named not in client.get(url_of(deal)).text


def test_before_it_is_deleted_it_is_said_what_will_be_gone(client: Client, jan: User) -> None:
    task = a_task(a_company(jan.account), jan, reason_key="unreachable:1")
    page = " ".join(client.get(f"/follow-ups/{task.pk}/delete/").text.split())
    assert "“Call them”, due on 24 November 2026, disappears" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Comptoir set this task itself" in page
    assert Task.objects.exists()
    answer = client.post(f"/follow-ups/{task.pk}/delete/", follow=True)
    assert "Task deleted: Call them" in answer.text
    assert not Task.objects.exists()
    assert "Task removed: Call them, due on" in client.get(url_of(task.customer)).text
    assert client.post(f"/follow-ups/{task.pk}/delete/").status_code == 404


def test_one_added_by_hand_does_not_come_again(client: Client, jan: User) -> None:
    client.post("/follow-ups/new/", filled(jan))
    assert "Comptoir set this task itself" not in client.get(f"/follow-ups/{Task.objects.get().pk}/delete/").text


def test_one_that_is_done_is_looked_at(client: Client, jan: User) -> None:
    task = complete(a_task(a_company(jan.account), jan), by=jan, at=NOW)
    page = client.get(f"/follow-ups/{task.pk}/").text
    for words in ("noted by Jan Peeters", f'action="/follow-ups/{task.pk}/reopen/"'):
        assert words in page
