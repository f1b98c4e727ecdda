"""The customer says no."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal
from comptoir.followups.models import Task
from comptoir.invoicing.models import Invoice
from comptoir.quotations.answering import reject
from comptoir.quotations.models import Quotation
from comptoir.quotations.refusals import AlreadyAnswered, ChangedMeanwhile, Closed
from tests.factories import NOW, TODAY, a_company, a_deal, a_member, a_quotation, a_user, an_account
from tests.quotations.offering import told

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def a_sent_quotation(**facts: object) -> Quotation:
    account = an_account()
    return a_quotation(a_deal(a_company(account), responsible_user=a_user(account)), **facts)


def test_it_is_refused_with_the_reason_and_the_deal_stays_open() -> None:
    quotation = a_sent_quotation()
    other = a_quotation(quotation.deal)
    reject(quotation, name="Luc", comment="Too dear.", ip="192.0.2.1", at=LATER)
    quotation.refresh_from_db()
    assert (quotation.status, quotation.answered_at, quotation.answer_comment) == ("rejected", LATER, "Too dear.")
    assert (Deal.objects.get().status, Invoice.objects.count()) == ("open", 0)
    assert Quotation.objects.get(pk=other.pk).is_open
    assert told() == ["task.created", "quotation.rejected"]
    effects = Activity.objects.get(kind="quotation.rejected").effects
    assert (effects["name"], effects["comment"]) == ("Luc", "Too dear.")


def test_whoever_is_responsible_is_told_why() -> None:
    quotation = a_sent_quotation()
    reject(quotation, name="Luc", comment="Too dear.", at=LATER)
    task = Task.objects.get()
    assert (task.assignee, task.deal, task.priority) == (quotation.deal.responsible_user, quotation.deal, "B")
    assert task.title == f"Quotation {quotation.reference} is refused: see what becomes of the deal"
    assert task.description.splitlines() == ["Luc refused “Terrace with heating”.", "Their comment: Too dear."]


def test_nothing_need_be_said() -> None:
    reject(a_sent_quotation(), name="Luc", at=LATER)
    assert Task.objects.get().description == "Luc refused “Terrace with heating”."


def test_an_expired_one_may_be_refused() -> None:
    assert (
        reject(a_sent_quotation(expires_after=TODAY), name="Luc", at=LATER + dt.timedelta(days=9)).status == "rejected"
    )


@pytest.mark.parametrize(
    ("status", "refusal"), [("accepted", AlreadyAnswered), ("rejected", AlreadyAnswered), ("closed", Closed)]
)
def test_an_answer_is_given_once(status: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reject(a_sent_quotation(status=status), name="Luc", at=LATER)
    assert told() == []


def test_what_the_customer_did_not_see_is_not_refused() -> None:
    with pytest.raises(ChangedMeanwhile):
        reject(a_sent_quotation(), name="Luc", at=LATER, seen=LATER.isoformat())


def test_somebody_says_it_and_somebody_of_ours_needs_the_right_to_deals() -> None:
    quotation = a_sent_quotation()
    with pytest.raises(ValidationError):
        reject(quotation, name="", at=LATER)
    with pytest.raises(NotAllowed):
        reject(quotation, name="Luc", by=a_member(quotation.account), at=LATER)
    seller = a_user(quotation.account)
    assert reject(quotation, name="Luc", by=seller, at=LATER).answered_by == seller
