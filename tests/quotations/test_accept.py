"""The customer says yes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language

from comptoir.accounts.plans import Plan
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.followups.models import Task
from comptoir.invoicing.lines import LineData
from comptoir.invoicing.models import Invoice
from comptoir.quotations import answering, next_steps
from comptoir.quotations.answering import accept
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import AlreadyAnswered, ChangedMeanwhile, Closed, Expired
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deal,
    a_member,
    a_quotation,
    a_user,
    an_account,
    an_unknown_id,
    the_department,
)
from tests.quotations.offering import told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def a_sent_quotation(customer: object = None, **facts: object) -> Quotation:
    """On an open deal of somebody responsible."""
    customer = customer or a_company(an_account())
    user = a_user(customer.account, language="en")
    deal_facts = facts.pop("deal_facts", {})
    return a_quotation(a_deal(customer, **({"responsible_user": user} | deal_facts)), **facts)


def test_it_is_accepted_with_who_when_and_from_where() -> None:
    quotation = a_sent_quotation()
    accept(quotation, name=" Luc Martin ", comment=" With pleasure. ", ip="2001:db8::1", at=LATER)
    quotation.refresh_from_db()
    assert (quotation.status, quotation.answered_at, quotation.answered_name) == ("accepted", LATER, "Luc Martin")
    assert (quotation.answer_comment, quotation.answered_ip, quotation.answered_by) == (
        "With pleasure.",
        "2001:db8::1",
        None,
    )


def test_the_deal_is_won() -> None:
    for status in ("open", "lost", "won"):
        quotation = a_sent_quotation(deal_facts={"status": status})
        accept(quotation, name="Luc", at=LATER)
        assert Deal.objects.get(pk=quotation.deal_id).status == "won"


def test_what_is_charged_once_becomes_one_draft() -> None:
    quotation = a_sent_quotation(
        monthly="12.10",
        for_attention_of_name="Anne Dubois",
        currency="CHF",
        deal_facts={"purchase_order_number": "PO-4471"},
    )
    accepted = accept(quotation, name="Luc", at=LATER)
    draft = Invoice.objects.get()
    assert Quotation.objects.get().invoice == accepted.invoice == draft
    assert (draft.is_draft, draft.customer, draft.department) == (
        True,
        quotation.customer,
        the_department(quotation.account),
    )
    assert (draft.tax_inclusive, draft.currency, draft.purchase_order_number) == (Decimal("121.00"), "CHF", "PO-4471")
    assert draft.for_attention_of_name == "Anne Dubois"
    assert [LineData.of(line) for line in draft.lines.all()] == [LineData.of(quotation.lines.get(unit=""))]


def test_optional_lines_count_when_they_are_chosen() -> None:
    quotation = a_sent_quotation(monthly="12.10", optional="24.20")
    [optional] = quotation.lines.filter(is_optional=True)
    accepted = accept(quotation, name="Luc", at=LATER, chosen=[optional.pk])
    accepted.refresh_from_db()
    assert (accepted.tax_inclusive, Invoice.objects.get().tax_inclusive) == (Decimal("145.20"), Decimal("145.20"))
    assert accepted.taxes == [{"category": "S", "rate": "0.21", "taxable": "120.00", "tax": "25.20"}]
    assert [line.is_chosen for line in accepted.lines.all()] == [False, False, True]
    assert Activity.objects.get(kind="quotation.accepted").effects["chosen"] == ["Parasols"]


def test_optional_lines_that_nobody_chose_are_left_out() -> None:
    accepted = accept(a_sent_quotation(optional="24.20"), name="Luc", at=LATER)
    assert (accepted.tax_inclusive, accepted.invoice.lines.count()) == (Decimal("121.00"), 1)


def test_an_optional_cycle_is_among_the_totals_once_it_is_chosen() -> None:
    quotation = a_sent_quotation(optional="24.20")
    quotation.lines.filter(is_optional=True).update(unit="year", period=1)
    accepted = accept(quotation, name="Luc", at=LATER, chosen=[quotation.lines.get(is_optional=True).pk])
    assert [(part["unit"], part["tax_inclusive"]) for part in accepted.recurring] == [("year", "24.20")]
    assert accepted.tax_inclusive == Decimal("121.00")


def test_what_comes_to_nothing_makes_no_draft() -> None:
    free = a_sent_quotation(total="0.00")
    recurring = a_sent_quotation(monthly="12.10")
    recurring.lines.filter(unit="").delete()
    for quotation in (free, recurring):
        accepted = accept(quotation, name="Luc", at=LATER)
        assert (accepted.invoice, accepted.is_accepted) == (None, True)
    assert not Invoice.objects.exists()


def test_a_chosen_discount_may_take_all_of_it() -> None:
    quotation = a_sent_quotation(total="24.20", optional="24.20")
    quotation.lines.filter(is_optional=True).update(unit_price=-20, tax_exclusive=-20)
    accepted = accept(quotation, name="Luc", at=LATER, chosen=[quotation.lines.get(is_optional=True).pk])
    assert (accepted.tax_inclusive, accepted.invoice) == (Decimal(0), None)


def test_what_else_was_offered_on_the_deal_is_closed() -> None:
    quotation = a_sent_quotation()
    others = [a_quotation(quotation.deal), a_quotation(quotation.deal)]
    refused = a_quotation(quotation.deal, status="rejected")
    elsewhere = a_quotation(a_deal(quotation.customer))
    accept(quotation, name="Luc", at=LATER)
    status = dict(Quotation.objects.values_list("pk", "status"))
    assert [status[each.pk] for each in others] == ["closed", "closed"]
    assert (status[refused.pk], status[elsewhere.pk]) == ("rejected", "open")
    closed = Activity.objects.filter(kind="quotation.closed")
    assert {activity.subject_id for activity in closed} == {each.pk for each in others}
    assert closed[0].effects["accepted"]["reference"] == quotation.reference
    accepted = Activity.objects.get(kind="quotation.accepted")
    assert accepted.effects["closed"] == [each.reference for each in others]


def test_however_many_there_were_in_a_constant_number_of_queries() -> None:
    counts = []
    for number in (1, 3):
        quotation = a_sent_quotation(optional="12.10")
        for __ in range(number):
            a_quotation(quotation.deal)
        quotation = Quotation.objects.get(pk=quotation.pk)
        with CaptureQueriesContext(connection) as queries:
            accept(quotation, name="Luc", at=LATER)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_part_leaves_its_own_activity_and_the_answer_one() -> None:
    quotation = a_sent_quotation()
    other = a_quotation(quotation.deal)
    accept(quotation, name="Luc", comment="Fine.", at=LATER)
    assert told() == ["deal.won", "quotation.closed", "invoice.drafted", "task.created", "quotation.accepted"]
    activity = Activity.objects.get(kind="quotation.accepted")
    assert (activity.by, activity.subject_id, activity.customer_id) == (None, quotation.pk, quotation.customer_id)
    effects = activity.effects
    assert (effects["name"], effects["comment"], effects["deactivated_on"]) == ("Luc", "Fine.", None)
    assert effects["invoice"] == {"id": str(Invoice.objects.get().pk), "total": "121.00", "currency": "EUR"}
    assert (effects["deal"]["title"], effects["closed"]) == ("New terrace", [other.reference])


def test_whoever_is_responsible_is_told_what_to_do_next() -> None:
    quotation = a_sent_quotation(monthly="12.10")
    accept(quotation, name="Luc", comment="Please call first.", at=LATER)
    task = Task.objects.get()
    assert (task.assignee, task.deal, task.customer) == (
        quotation.deal.responsible_user,
        quotation.deal,
        quotation.customer,
    )
    assert (task.priority, task.due_on) == ("B", TODAY)
    assert task.title == (
        f"Quotation {quotation.reference} is accepted: book the draft invoice and start the subscription"
    )
    assert task.description.splitlines() == [
        "Luc accepted “Terrace with heating”.",
        "A draft invoice of €121.00 was made: check it and book it.",
        "Start the subscription on the page of the quotation.",
        "Their comment: Please call first.",
    ]


def test_the_task_names_only_what_there_is_to_do() -> None:
    def title(quotation: Quotation) -> str:
        accept(quotation, name="Luc", at=LATER)
        return Task.objects.get(customer=quotation.customer).title.partition(": ")[2]

    assert title(a_sent_quotation()) == "check and book the draft invoice"
    assert title(a_sent_quotation(total="0.00", monthly="12.10")) == "start the subscription"
    assert title(a_sent_quotation(total="0.00")) == "see what is to be done"
    go = a_company(an_account(name="Small", plan=Plan.GO))
    assert title(a_sent_quotation(go, monthly="12.10")) == "check and book the draft invoice"
    assert "your plan has no subscriptions" in Task.objects.get(customer=go).description


def test_without_anybody_responsible_the_account_manager_is_told_else_an_owner() -> None:
    account = an_account()
    owner, manager = a_user(account), a_member(account)
    gone = a_member(account, deactivated_at=NOW)
    for responsible, account_manager, told_one in ((gone, manager, manager), (None, gone, owner)):
        company = a_company(account, responsible_user=account_manager)
        quotation = a_quotation(a_deal(company, responsible_user=responsible))
        accept(quotation, name="Luc", at=LATER)
        assert Task.objects.get(customer=company).assignee == told_one


def test_the_task_speaks_the_language_of_whoever_does_it() -> None:
    account = an_account()
    deal = a_deal(a_company(account, language="nl"), responsible_user=a_user(account, language="fr"))
    spoken = []

    class Spy:
        """Stands for the catalogue: notes in which language a sentence was asked for."""

        def __call__(self, sentence: str) -> str:
            spoken.append(get_language())
            return sentence

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(next_steps, "_", Spy())
        accept(a_quotation(deal), name="Luc", at=LATER)
    assert set(spoken) == {"fr"}


def test_a_deactivated_customer_may_accept_and_everybody_is_told_so() -> None:
    company = a_company(an_account(), deactivated_at=NOW - 3 * DAY)
    quotation = a_sent_quotation(company)
    accepted = accept(quotation, name="Luc", at=LATER)
    task = Task.objects.get()
    assert task.priority == "A"
    assert task.title == (
        f"Quotation {quotation.reference} is accepted although this customer has been deactivated since 21 November 2026"
    )
    assert "decide first whether you resume business" in task.description
    assert Activity.objects.get(kind="quotation.accepted").effects["deactivated_on"] == "2026-11-21"
    assert accepted.invoice is not None


def test_for_another_customer_than_the_deals() -> None:
    account = an_account()
    architect = a_company(account, "Architect SRL")
    quotation = a_quotation(a_deal(a_company(account)), customer=architect)
    accept(quotation, name="Luc", at=LATER)
    task = Task.objects.get()
    assert (task.customer, task.deal, Invoice.objects.get().customer) == (architect, None, architect)


def test_somebody_of_ours_notes_what_the_customer_said() -> None:
    quotation = a_sent_quotation()
    seller = a_member(quotation.account, Right.DEALS)
    accepted = accept(quotation, name="Luc", by=seller, at=LATER)
    assert (accepted.answered_by, accepted.answered_ip) == (seller, None)
    by = dict(Activity.objects.values_list("kind", "by"))
    assert (by["quotation.accepted"], by["deal.won"], by["invoice.drafted"]) == (seller.pk, seller.pk, None)


def test_somebody_of_ours_needs_the_right_to_deals() -> None:
    quotation = a_sent_quotation()
    with pytest.raises(NotAllowed):
        accept(quotation, name="Luc", by=a_member(quotation.account, Right.INVOICES), at=LATER)
    assert told() == []


@pytest.mark.parametrize(
    ("status", "refusal"), [("accepted", AlreadyAnswered), ("rejected", AlreadyAnswered), ("closed", Closed)]
)
def test_an_answer_is_given_once(status: str, refusal: type[Exception]) -> None:
    quotation = a_sent_quotation(status=status)
    with pytest.raises(refusal):
        accept(quotation, name="Luc", at=LATER)
    assert (told(), Invoice.objects.count()) == ([], 0)


def test_a_second_click_finds_the_answer_given() -> None:
    quotation = a_sent_quotation()
    accept(quotation, name="Luc", at=LATER)
    with pytest.raises(AlreadyAnswered) as refusal:
        accept(quotation, name="Luc", at=LATER)
    assert refusal.value.quotation.answered_at == LATER
    assert (Invoice.objects.count(), Task.objects.count()) == (1, 1)


def test_a_draft_deleted_by_hand_does_not_come_back() -> None:
    accepted = accept(a_sent_quotation(), name="Luc", at=LATER)
    accepted.invoice.delete()
    with pytest.raises(AlreadyAnswered):
        accept(accepted, name="Luc", at=LATER)
    assert not Invoice.objects.exists()


def test_after_its_last_day_it_stands_only_if_it_was_said_so() -> None:
    last = {"expires_after": TODAY}
    midnight = dt.datetime(2026, 11, 24, 23, 0, tzinfo=dt.UTC)  # in Brussels
    with pytest.raises(Expired):
        accept(a_sent_quotation(**last), name="Luc", at=midnight)
    assert accept(a_sent_quotation(**last), name="Luc", at=midnight - dt.timedelta(seconds=1)).is_accepted
    assert accept(a_sent_quotation(action_after_expiry="none", **last), name="Luc", at=midnight + 90 * DAY).is_accepted


def test_what_the_customer_did_not_see_is_not_accepted() -> None:
    quotation = a_sent_quotation()
    with pytest.raises(ChangedMeanwhile):
        accept(quotation, name="Luc", at=LATER, seen=(NOW - DAY).isoformat())
    assert accept(quotation, name="Luc", at=LATER, seen=quotation.updated_at.isoformat()).is_accepted


def test_only_what_is_optional_can_be_chosen() -> None:
    quotation = a_sent_quotation(optional="12.10")
    for wrong in (an_unknown_id(), quotation.lines.get(is_optional=False).pk):
        with pytest.raises(ChangedMeanwhile):
            accept(quotation, name="Luc", at=LATER, chosen=[wrong])


def test_somebody_says_it_in_their_name_and_in_few_words() -> None:
    quotation = a_sent_quotation()
    with pytest.raises(ValidationError) as refusal:
        accept(quotation, name="  ", at=LATER)
    assert list(refusal.value.message_dict) == ["name"]
    with pytest.raises(ValidationError) as refusal:
        accept(quotation, name="Luc", comment="x" * 5001, at=LATER)
    assert list(refusal.value.message_dict) == ["comment"]


def test_all_of_it_happens_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    quotation = a_sent_quotation(optional="12.10")
    other = a_quotation(quotation.deal)

    def broken(*args: object, **facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(answering.next_steps, "after_yes", broken)
    with pytest.raises(RuntimeError):
        accept(quotation, name="Luc", at=LATER, chosen=[quotation.lines.get(is_optional=True).pk])
    assert set(Quotation.objects.values_list("status", flat=True)) == {"open"}
    assert (Deal.objects.get().status, Invoice.objects.count(), told()) == ("open", 0, [])
    assert not quotation.lines.filter(is_chosen=True).exists()
    assert other.lines.exists()
