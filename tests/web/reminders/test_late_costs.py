"""Late costs beside the schedule, the days between two reminders, and late costs by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from comptoir.accounts.rights import Right
from comptoir.core.mail import transport
from comptoir.invoicing.models import LateCostRule, Reminder
from comptoir.invoicing.sending import send_queued
from tests.factories import (
    NOW,
    a_company,
    a_member,
    a_reminder,
    a_user,
    an_account,
    an_invoice,
    the_department,
)
from tests.smtp import SmtpSink

RULE = {"interest": "10", "fixed_amount": "40,00", "percentage": "0", "minimum": "0", "maximum": ""}


@pytest.fixture
def account(db: None) -> Any:
    return an_account()


@pytest.fixture(autouse=True)
def _clock(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def owner(account: Any, client: Any) -> Any:
    owner = a_user(account)
    client.force_login(owner)
    return owner


def shown(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_rule_is_set_and_its_example_reckoned(account: Any, owner: Any, client: Any) -> None:
    url = reverse("late_costs_change", args=[the_department(account).pk, "company"])
    assert "at least € 40" in shown(client, url)
    client.post(url, RULE)
    rule = LateCostRule.objects.get()
    assert (rule.interest, rule.fixed_amount, rule.maximum) == (10, 40, None)
    assert "48.22<" in shown(client, "/settings/reminders/")


def test_persons_have_the_limits_of_the_law(account: Any, owner: Any, client: Any) -> None:
    url = reverse("late_costs_change", args=[the_department(account).pk, "contact"])
    client.post(url, RULE | {"belgian_consumer": "on"})
    assert LateCostRule.objects.get().belgian_consumer
    page = shown(client, "/settings/reminders/")
    assert "as much as Belgian law allows" in page
    assert "92.47<" in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [("interest", "-1"), ("interest", "100.01"), ("fixed_amount", "much"), ("minimum", ""), ("maximum", "-0.01")],
)
def test_what_cannot_be_comes_back_beside_its_field(
    account: Any, owner: Any, client: Any, field: str, typed: str
) -> None:
    url = reverse("late_costs_change", args=[the_department(account).pk, "company"])
    answer = client.post(url, RULE | {field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not LateCostRule.objects.exists()


def test_a_maximum_below_the_minimum_comes_back(account: Any, owner: Any, client: Any) -> None:
    url = reverse("late_costs_change", args=[the_department(account).pk, "company"])
    answer = client.post(url, RULE | {"minimum": "50", "maximum": "40"})
    assert answer.context["form"].errors.keys() == {"maximum"}
    assert client.get(reverse("late_costs_change", args=[the_department(account).pk, "cats"])).status_code == 404


def test_the_days_between_two_reminders(account: Any, owner: Any, client: Any) -> None:
    url = reverse("reminder_interval", args=[the_department(account).pk])
    assert 'value="5"' in shown(client, url)
    for typed in ("0", "91", "", "soon"):
        assert client.post(url, {"days": typed}).status_code == 422
    client.post(url, {"days": "9"})
    assert the_department(account).reminder_interval == 9
    assert "lie 9 days at least" in shown(client, "/settings/reminders/")


def test_only_for_owners_and_admins_and_only_ones_own(account: Any, client: Any) -> None:
    department = the_department(account)
    urls = [
        reverse("late_costs_change", args=[department.pk, "company"]),
        reverse("reminder_interval", args=[department.pk]),
    ]
    client.force_login(a_member(account, *Right.values))
    assert [client.post(url).status_code for url in urls] == [403, 403]
    client.force_login(a_user(an_account(name="Other")))
    assert [client.post(url).status_code for url in urls] == [404, 404]


@pytest.mark.parametrize(("ticked", "asked"), [({}, "1000.00"), ({"with_late_costs": "on"}, "1040.00")])
def test_a_reminder_by_hand_asks_for_them_when_the_box_is_ticked(
    account: Any, owner: Any, client: Any, smtp_sink: SmtpSink, ticked: Any, asked: str
) -> None:
    LateCostRule.objects.create(department=the_department(account), customer_kind="company", fixed_amount=40)
    invoice = an_invoice(a_company(account), overdue_by=20, total="1000.00")
    url = reverse("remind_by_hand", args=[invoice.pk])
    assert "with_late_costs" not in shown(client, url)  # the first one is free
    before = NOW - dt.timedelta(days=9)
    a_reminder(invoice, state="sent", claimed_at=before, sent_at=before)
    page = shown(client, url)
    assert '<input type="checkbox" name="with_late_costs">' in page
    client.post(url, ticked)
    with transport(smtp_sink.url) as way_out:
        send_queued(way_out, clock=lambda: NOW)
    assert Reminder.objects.get(step=None).asked == Decimal(asked)
    assert ("€40.00 of costs" in smtp_sink.messages[0].get_content()) is bool(ticked)
