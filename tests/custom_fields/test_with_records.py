"""An account's own fields in the verbs that make, change, copy and delete what they are of."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.models import User
from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.custom_fields.models import CustomField, CustomValue
from comptoir.custom_fields.values import read
from comptoir.customers import records as customers
from comptoir.deals import records as deals
from comptoir.deals.deletion import delete_deal
from comptoir.deals.refusals import ChangedMeanwhile as DealChangedMeanwhile
from comptoir.invoicing import annotating as invoices
from comptoir.invoicing import drafting
from comptoir.invoicing.models import Invoice
from comptoir.invoicing.refusals import ChangedMeanwhile, FieldsAtFault
from comptoir.lifecycle import editing
from comptoir.lifecycle.deletion import delete
from comptoir.subscriptions import annotating as subscriptions
from comptoir.subscriptions import records as subscription_records
from comptoir.subscriptions.refusals import ChangedMeanwhile as SubscriptionChangedMeanwhile
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_field,
    a_member,
    a_subscription,
    a_user,
    a_value,
    an_account,
    an_invoice,
    the_department,
)
from tests.subscriptions.test_create import a_line

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def owner() -> User:
    return a_user(an_account())


def told() -> list[tuple[str, list[Any]]]:
    return [
        (activity.kind, [(each["label"], each["old"], each["new"]) for each in activity.effects.get("custom", [])])
        for activity in Activity.objects.order_by("at", "id")
    ]


def test_a_customer_is_added_with_its_values_and_changed_by_one_activity(owner: User) -> None:
    field = a_field(owner.account)
    company = customers.add(
        account=owner.account, kind="company", by=owner, at=NOW, name="Midi", custom={field.pk: "Café"}
    )
    assert read(company.pk, "company") == {field.pk: "Café"}
    for __ in range(2):
        company = editing.edit(company, by=owner, at=LATER, custom={field.pk: "Bar"})
    assert company.updated_at == LATER
    assert told() == [("customer.added", []), ("customer.edited", [("Segment", "Café", "Bar")])]
    with pytest.raises(customers.ChangedMeanwhile):
        editing.edit(company, by=owner, at=LATER, seen=NOW, custom={field.pk: "Pub"})
    assert read(company.pk, "company") == {field.pk: "Bar"}


def test_a_form_sent_twice_writes_the_values_once(owner: User) -> None:
    field, id = a_field(owner.account), new_id()
    for value in ("Café", "Bar"):
        company = customers.add(
            account=owner.account, kind="company", by=owner, at=NOW, name="Midi", id=id, custom={field.pk: value}
        )
    assert read(company.pk, "company") == {field.pk: "Café"}


def test_a_value_that_does_not_fit_leaves_everything_as_it_was(owner: User) -> None:
    field, company = a_field(owner.account, kind="email"), a_company(owner.account)
    with pytest.raises(ValidationError) as refusal:
        editing.edit(company, by=owner, at=LATER, name="Renamed", custom={field.pk: "nobody"})
    assert list(refusal.value.error_dict) == [f"custom_{field.pk.hex}"]
    company.refresh_from_db()
    assert (company.name, told()) == ("Brasserie du Midi SRL", [])


def test_a_deal_bears_its_values(owner: User) -> None:
    field = a_field(owner.account, "deal")
    deal = deals.add_deal(a_company(owner.account), title="Terrace", by=owner, at=NOW, custom={field.pk: "Acme"})
    assert read(deal.pk, "deal") == {field.pk: "Acme"}
    for __ in range(2):
        deals.edit_deal(deal, by=owner, at=LATER, custom={field.pk: None})
    with pytest.raises(DealChangedMeanwhile):
        deals.edit_deal(deal, by=owner, at=LATER, seen=NOW, custom={field.pk: "Other"})
    assert told() == [("deal.added", []), ("deal.edited", [("Segment", "Acme", "")])]
    assert read(deal.pk, "deal") == {}


def test_a_draft_bears_its_values_and_a_copy_takes_them_over(owner: User) -> None:
    field, account = a_field(owner.account, "invoice"), owner.account
    company = a_company(account)
    facts: dict[str, Any] = {"account": account, "department": the_department(account), "customer": company}
    draft = drafting.draft(**facts, by=owner, at=NOW, custom={field.pk: "ATL-1"})
    drafting.edit(draft, by=owner, at=NOW, custom={field.pk: "ATL-2"})
    copied = drafting.copy(draft, by=owner, at=NOW, id=(id := new_id()))
    assert drafting.copy(draft, by=owner, at=NOW, id=id) == copied
    assert read(copied.pk, "invoice") == read(draft.pk, "invoice") == {field.pk: "ATL-2"}
    assert ("invoice.edited", [("Segment", "ATL-1", "ATL-2")]) in told()
    with pytest.raises(FieldsAtFault) as refusal:
        drafting.edit(draft, by=owner, at=NOW, custom={field.pk: "x" * 300})
    assert refusal.value.faults == {f"custom_{field.pk.hex}": "At most 255 characters fit here."}


def test_a_booked_invoice_is_annotated_and_its_content_stays(owner: User) -> None:
    field, invoice = a_field(owner.account, "invoice"), an_invoice(a_company(owner.account))
    before = Invoice.objects.values().get()
    for __ in range(2):
        annotated = invoices.annotate(invoice, {field.pk: "ATL-1"}, by=owner, at=LATER)
    assert Invoice.objects.values().get() == before | {"updated_at": LATER}
    assert read(annotated.pk, "invoice") == {field.pk: "ATL-1"}
    assert told() == [("invoice.annotated", [("Segment", "", "ATL-1")])]
    with pytest.raises(ChangedMeanwhile):
        invoices.annotate(invoice, {field.pk: "ATL-2"}, by=owner, at=LATER, seen=NOW)
    with pytest.raises(NotAllowed):
        invoices.annotate(invoice, {field.pk: "ATL-2"}, by=a_member(owner.account, "customers"), at=LATER)


def test_a_subscription_bears_its_values_and_a_duplicate_takes_them_over_unless_it_gives_others(owner: User) -> None:
    field, account = a_field(owner.account, "subscription"), owner.account
    company = a_company(account)
    facts: dict[str, Any] = {"account": account, "department": the_department(account), "customer": company}
    facts |= {"title": "Heating", "starts_on": TODAY, "unit": "month", "period": 1, "lines": [a_line(company)]}
    made = subscription_records.create(**facts, by=owner, at=NOW, custom={field.pk: "M-1"})
    for __ in range(2):
        subscription_records.edit(made, by=owner, at=LATER, custom={field.pk: "M-2"})
    same = subscription_records.duplicate_as_new(made, by=owner, at=LATER, starts_on=TODAY)
    other = subscription_records.duplicate_as_new(made, by=owner, at=LATER, starts_on=TODAY, custom={field.pk: "M-3"})
    assert [read(each.pk, "subscription")[field.pk] for each in (made, same, other)] == ["M-2", "M-2", "M-3"]
    assert told()[:2] == [("subscription.created", []), ("subscription.edited", [("Segment", "M-1", "M-2")])]


def test_a_deactivated_subscription_is_annotated(owner: User) -> None:
    field = a_field(owner.account, "subscription")
    ended = a_deactivated_subscription(a_company(owner.account))
    for __ in range(2):
        subscriptions.annotate(ended, {field.pk: "M-1"}, by=owner, at=LATER)
    assert read(ended.pk, "subscription") == {field.pk: "M-1"}
    assert told() == [("subscription.annotated", [("Segment", "", "M-1")])]
    with pytest.raises(SubscriptionChangedMeanwhile):
        subscriptions.annotate(ended, {field.pk: "M-2"}, by=owner, at=LATER, seen=NOW)
    with pytest.raises(NotAllowed):
        subscriptions.annotate(ended, {field.pk: "M-2"}, by=a_member(owner.account, "invoices"), at=LATER)


def test_what_is_deleted_leaves_no_values(owner: User) -> None:
    company, other = a_company(owner.account), a_company(owner.account, "Other")
    deal, draft, kept = a_deal(other), a_draft(other), a_subscription(other)
    fields: dict[str, CustomField] = {}
    for about, record in (("company", company), ("deal", deal), ("invoice", draft), ("subscription", kept)):
        fields[about] = a_field(owner.account, about)
        a_value(fields[about], record, "x")
    CustomField.objects.filter(about="deal").update(archived_at=NOW)
    delete(company, by=owner, at=NOW)
    delete_deal(deal, by=owner, at=NOW)
    drafting.delete(draft, by=owner, at=NOW)
    assert set(CustomValue.objects.values_list("record_id", flat=True)) == {kept.pk}
