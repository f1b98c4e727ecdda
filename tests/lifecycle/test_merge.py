"""Two customers become one: field by field, with all that is theirs, and nothing of it lost."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.custom_fields.models import CustomField, CustomValue
from comptoir.customers.models import Address, Customer, Link, MergedCustomer, Tag
from comptoir.dossier.models import File
from comptoir.followups.models import Attendee
from comptoir.invoicing.booking import book
from comptoir.invoicing.crediting import credit
from comptoir.invoicing.models import Invoice
from comptoir.lifecycle import belongings
from comptoir.lifecycle.comparing import NotMergeable, compare
from comptoir.lifecycle.merging import StaleComparison, merge
from comptoir.lifecycle.models import ScheduledDeactivation
from comptoir.lifecycle.preview import preview
from comptoir.lifecycle.scheduling import schedule
from comptoir.subscriptions.models import Subscription
from tests.factories import (
    NOW,
    TODAY,
    a_call,
    a_company,
    a_contact,
    a_deactivated_subscription,
    a_deal,
    a_draft,
    a_field,
    a_link,
    a_meeting,
    a_member,
    a_note,
    a_quotation,
    a_subscription,
    a_task,
    a_user,
    a_value,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db

LATER = NOW + dt.timedelta(hours=1)


def merged(survivor: Customer, other: Customer, *, by: Any = None, **choices: str) -> Customer:
    """The survivor, once what is asked is done."""
    choices = {name.replace("__", "."): side for name, side in choices.items()}
    done = merge(survivor, other, choices=choices, by=by, at=LATER, fingerprint=compare(survivor, other).fingerprint)
    return Customer.objects.get(pk=done.survivor.pk)


def test_the_other_one_is_gone_and_its_id_leads_to_the_survivor() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account, "Brasserie Midi")
    user = a_user(account)
    merged(midi, double, by=user)
    assert list(Customer.objects.all()) == [midi]
    known = MergedCustomer.objects.get()
    assert (known.pk, known.survivor, known.account) == (double.pk, midi, account)


def test_what_was_merged_into_the_other_one_before_leads_to_the_survivor_too() -> None:
    account = an_account()
    first, second, third = a_company(account), a_company(account), a_company(account)
    second = merged(second, first)
    third = merged(third, second)
    assert set(MergedCustomer.objects.values_list("pk", "survivor")) == {(first.pk, third.pk), (second.pk, third.pk)}


def test_each_difference_is_decided_by_its_choice() -> None:
    account = an_account()
    facts = {"vat_number": "BE 0417.497.106", "website": "https://midi.example", "iban": "BE68539007547034"}
    midi = a_company(account, language="fr", **facts)
    double = a_company(account, "Le Midi SRL", language="nl", website="https://lemidi.example", bic="GKCCBEBB")
    midi = merged(midi, double, name="other", website="other", language="survivor", vat_number="survivor")
    assert (midi.name, midi.sort_name) == ("Le Midi SRL", "le midi srl")
    assert (midi.website, midi.language, midi.vat_number) == ("https://lemidi.example", "fr", "BE 0417.497.106")
    assert (midi.iban, midi.bic) == ("BE68539007547034", "")
    assert "le midi srl" in midi.search_text


def test_where_only_one_says_something_that_is_kept_without_being_asked() -> None:
    account = an_account()
    midi = a_company(account, country="", website="https://midi.example")
    double = a_company(account, vat_number="BE 0417.497.106", remarks="Rings before eight")
    midi = merged(midi, double)
    assert (midi.website, midi.vat_number, midi.remarks) == (
        "https://midi.example",
        "BE 0417.497.106",
        "Rings before eight",
    )
    assert [address.city for address in midi.addresses.all()] == ["Brussels"]
    assert "brussels" in midi.search_text


def test_remarks_of_both_are_kept_one_below_the_other() -> None:
    account = an_account()
    midi = merged(a_company(account, remarks="Pays late"), a_company(account, remarks="Rings before eight"))
    assert midi.remarks == "Pays late\n\nRings before eight"


def test_names_of_contacts_are_made_anew_of_what_was_chosen() -> None:
    account = an_account()
    luc = merged(a_contact(account, "Luc Martin"), a_contact(account, "Lucas Martins"), last_name="other")
    assert (luc.name, luc.sort_name) == ("Luc Martins", "martins luc")


def test_emails_telephones_and_tags_are_kept_of_both_each_once() -> None:
    account = an_account()
    midi = a_company(account, tags=("horeca", "terrace"), telephones=[{"type": "phone", "number": "+32 2 555 12 12"}])
    double = a_company(
        account,
        email="Info@midi.example",
        tags=("horeca", "vip"),
        telephones=[{"type": "fax", "number": "+32 2 555 12 13"}],
    )
    double.emails.append({"type": "invoicing", "email": "billing@midi.example"})
    double.save()
    midi = merged(midi, double)
    assert midi.emails == [
        {"type": "primary", "email": "info@midi.example"},
        {"type": "invoicing", "email": "billing@midi.example"},
    ]
    assert [item["type"] for item in midi.telephones] == ["phone", "fax"]
    assert sorted(tag.name for tag in midi.tags.all()) == ["horeca", "terrace", "vip"]
    assert Tag.objects.count() == 3


def test_whose_email_comes_first_is_chosen() -> None:
    account = an_account()
    midi = merged(a_company(account), a_company(account, email="desk@midi.example"), email="other")
    assert [item["email"] for item in midi.emails] == ["desk@midi.example", "info@midi.example"]


def test_an_address_that_both_have_is_chosen_and_the_others_are_united() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account)
    double.addresses.update(city="Antwerp")
    Address.objects.create(customer=double, type="delivery", city="Gent", country="BE")
    midi = merged(midi, double, addresses__primary="other")
    assert sorted((address.type, address.city) for address in midi.addresses.all()) == [
        ("delivery", "Gent"),
        ("primary", "Antwerp"),
    ]


def test_documents_and_all_that_names_it_go_over() -> None:
    account = an_account()
    midi, double, user = a_company(account), a_company(account), a_user(account)
    invoice = an_invoice(double)
    note = credit(an_invoice(double), by=user, at=NOW, on=TODAY)
    draft, subscription = a_draft(double), a_subscription(double)
    deal = a_deal(double)
    quotation = a_quotation(deal)
    task, call, meeting = a_task(double, user), a_call(double, user), a_meeting(double, user)
    remark = a_note(double, user)
    file = File.objects.create(
        account=account, customer=double, name="a.pdf", mime_type="", size=1, uploaded_by=user, updated_at=NOW
    )
    link = a_link(a_contact(account), double)
    merged(midi, double, by=user)
    for thing in (invoice, note, draft, subscription, deal, quotation, task, call, meeting, remark, file):
        thing.refresh_from_db()
        assert thing.customer == midi
    link.refresh_from_db()
    assert link.company == midi


def test_a_contact_goes_on_being_the_one_whom_documents_calls_and_meetings_name() -> None:
    account = an_account()
    midi, luc, double, user = a_company(account), a_contact(account), a_contact(account), a_user(account)
    draft, deal = a_draft(midi, for_attention_of_contact=double), a_deal(midi, contact_person=double)
    call, theirs, both = (
        a_call(midi, user, contact=double),
        a_meeting(midi, user, contacts=(double,)),
        a_meeting(midi, user, contacts=(luc, double)),
    )
    merged(luc, double)
    for thing, field in ((draft, "for_attention_of_contact"), (deal, "contact_person"), (call, "contact")):
        thing.refresh_from_db()
        assert getattr(thing, field) == luc
    assert set(Attendee.objects.filter(contact=luc).values_list("meeting", flat=True)) == {theirs.pk, both.pk}


def test_of_two_links_with_the_same_one_is_left_that_says_what_either_said() -> None:
    account = an_account()
    midi, double, luc, ann = a_company(account), a_company(account), a_contact(account), a_contact(account, "Ann Maes")
    a_link(luc, midi, position="Chef"), a_link(luc, double, position="Cook", decision_maker=True), a_link(ann, double)
    merged(midi, double)
    links = Link.objects.order_by("contact__name").values_list("contact", "company", "position", "decision_maker")
    assert list(links) == [(ann.pk, midi.pk, "", False), (luc.pk, midi.pk, "Chef", True)]


def test_everything_that_can_name_a_customer_is_thought_of() -> None:
    """Whoever adds a way to name a customer has to say what becomes of it when two are merged."""
    moved = {(each.model, field) for each in belongings.BELONGINGS for field in each.fields}
    own: set[tuple[type[Model], str]] = {
        (Address, "customer"),  # chosen, one of each type
        (MergedCustomer, "survivor"),  # led on
        (ScheduledDeactivation, "customer"),  # chosen
    }
    relations = [each for each in Customer._meta.get_fields(include_hidden=True) if each.auto_created]
    named = {(each.related_model, each.field.name) for each in relations if each.one_to_many or each.one_to_one}
    assert named - {(Customer.tags.through, "customer")} == moved | own


def test_a_booked_invoice_keeps_whom_it_was_made_out_to() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account, "Brasserie Midi", vat_number="BE 0417.497.106")
    invoice = book(a_draft(double), by=None, at=NOW, on=TODAY)
    before = Invoice.objects.filter(pk=invoice.pk).values()[0]
    merged(midi, double)
    after = Invoice.objects.filter(pk=invoice.pk).values()[0]
    assert after == before | {"customer_id": midi.pk}
    assert (after["invoicee_name"], after["buyer"]["name"]) == ("Brasserie Midi", "Brasserie Midi")


def test_its_activities_stand_on_the_timeline_of_the_survivor_and_one_tells_of_the_merging() -> None:
    account = an_account()
    user = a_user(account)
    midi, double = a_company(account), a_company(account, "Brasserie Midi", remarks="Pays late")
    invoice = book(a_draft(double), by=user, at=NOW, on=TODAY)
    a_task(double, user)
    merged(midi, double, by=user)
    told, booked = Activity.objects.of(account).about_customer(midi.pk)
    assert (told.kind, told.by, told.at, told.subject_id) == ("customer.merged", user, LATER, midi.pk)
    assert (booked.kind, booked.subject_id) == ("invoice.booked", invoice.pk)
    assert told.effects == {
        "name": midi.name,
        "other": {"id": str(double.pk), "name": "Brasserie Midi", "kind": "company"},
        "changes": [{"field": "remarks"}],
        "custom": [],
        "moved": {"invoice": 1, "task": 1, "activity": 1},
        "followed": [],
        "invoices": [{"id": str(invoice.pk), "name": invoice.invoice_number}],
    }


@pytest.mark.parametrize("choice", ["survivor", "other"])
def test_whether_it_is_active_must_be_chosen_where_they_differ(choice: str) -> None:
    account = an_account()
    user = a_user(account)
    midi = a_company(account)
    gone = a_company(account, deactivated_at=NOW, deactivated_by=user, deactivation_reason="bankruptcy")
    invoice, subscription = an_invoice(gone, on_hold=TODAY), a_deactivated_subscription(gone)
    with pytest.raises(ValidationError) as refused:
        merged(midi, gone)
    assert list(refused.value.error_dict) == ["status"]
    midi = merged(midi, gone, status=choice)
    facts = (midi.deactivated_at, midi.deactivated_by, midi.deactivation_reason)
    assert facts == ((NOW, user, "bankruptcy") if choice == "other" else (None, None, ""))
    state = {"since": "2026-11-24", "reason": "bankruptcy"} if choice == "other" else None
    assert Activity.objects.get(kind="customer.merged").effects.get("status") == state
    invoice.refresh_from_db(), subscription.refresh_from_db()
    assert (invoice.on_hold_since, subscription.is_deactivated) == (TODAY, True)


def test_that_somebody_gets_no_reminders_is_kept_unless_chosen_otherwise() -> None:
    account = an_account()
    exempt = {"no_reminders_since": TODAY, "no_reminders_reason": "Talks"}
    midi = merged(a_company(account), a_company(account, **exempt))
    assert (midi.no_reminders_since, midi.no_reminders_reason) == (TODAY, "Talks")
    other = merged(a_company(account), a_company(account, **exempt), no_reminders="survivor")
    assert other.no_reminders_since is None


def test_subscriptions_follow_the_payment_term_where_it_is_another_one_for_them() -> None:
    account = an_account()
    midi, double = a_company(account, payment_days=14), a_company(account, payment_days=60)
    own, its = a_subscription(midi, payment_days=8), a_subscription(double, payment_days=60)
    merged(midi, double)
    assert dict(Subscription.objects.values_list("pk", "payment_days")) == {own.pk: 8, its.pk: 14}
    assert [each["id"] for each in Activity.objects.get().effects["followed"]] == [str(its.pk)]


def test_values_of_custom_fields_are_chosen_too() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account)
    rank, size, rate, archived = (a_field(account, label=label) for label in ("Rank", "Size", "Rate", "Old"))
    for field, customer, text in (
        (rank, midi, "B"),
        (rank, double, "A"),
        (size, midi, "Small"),
        (size, double, "Large"),
        (rate, double, "Best"),
        (archived, double, "Kept"),
    ):
        a_value(field, customer, text)
    CustomField.objects.filter(pk=archived.pk).update(archived_at=NOW)
    merged(midi, double, **{f"custom.{rank.pk}": "other"})
    kept = CustomValue.objects.order_by("field__label").values_list("field__label", "record_id", "text")
    assert list(kept) == [
        ("Old", midi.pk, "Kept"),
        ("Rank", midi.pk, "A"),
        ("Rate", midi.pk, "Best"),
        ("Size", midi.pk, "Small"),
    ]
    changes = Activity.objects.get().effects["custom"]
    assert [(each["label"], each["old"], each["new"]) for each in changes] == [("Rank", "B", "A"), ("Rate", "", "Best")]


@pytest.mark.parametrize("choice", ["survivor", "other"])
def test_one_deactivation_that_waits_for_its_day_is_left_at_most(choice: str) -> None:
    account = an_account()
    user = a_user(account)
    midi, double = a_company(account), a_company(account)
    for customer, days in ((midi, 10), (double, 20)):
        shown = preview(customer, at=NOW).fingerprint
        schedule(customer, on=TODAY + dt.timedelta(days=days), by=user, at=NOW, fingerprint=shown)
    merged(midi, double, scheduled=choice)
    left = ScheduledDeactivation.objects.get()
    assert (left.customer, str(left.on)) == (midi, "2026-12-04" if choice == "survivor" else "2026-12-14")
    told = {"survivor": ("2026-12-04", "2026-12-14"), "other": ("2026-12-14", "2026-12-04")}[choice]
    effect = Activity.objects.get(kind="customer.merged").effects["scheduled"]
    assert (effect["on"], effect["dropped"]) == told


def test_nothing_is_done_when_it_is_no_longer_what_was_shown() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account)
    shown = compare(midi, double).fingerprint
    an_invoice(double)
    with pytest.raises(StaleComparison) as stale:
        merge(midi, double, choices={}, by=None, at=LATER, fingerprint=shown)
    assert stale.value.fresh.moves == {"invoice": 1}
    assert (Customer.objects.count(), Activity.objects.count()) == (2, 0)


def test_merging_twice_does_it_once() -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account)
    shown = compare(midi, double).fingerprint
    for __ in range(2):
        done = merge(midi, Customer(pk=double.pk), choices={}, by=None, at=LATER, fingerprint=shown)
    assert (done.survivor, done.activity) == (midi, None)
    assert Activity.objects.count() == 1


def test_only_two_of_a_kind_of_one_account_can_be_merged() -> None:
    account = an_account()
    midi = a_company(account)
    for other in (midi, a_contact(account), a_company(an_account(name="Another"))):
        with pytest.raises(NotMergeable):
            merge(midi, other, choices={}, by=None, at=LATER, fingerprint="")
    assert Customer.objects.filter(pk=midi.pk).exists()


@pytest.mark.parametrize(
    ("thing", "right"),
    [(a_draft, Right.INVOICES), (a_subscription, Right.SUBSCRIPTIONS), (a_deal, Right.DEALS)],
)
def test_it_needs_the_rights_of_what_goes_over(thing: Any, right: Right) -> None:
    account = an_account()
    midi, double = a_company(account), a_company(account)
    thing(double)
    with pytest.raises(NotAllowed) as refused:
        merged(midi, double, by=a_member(account, Right.CUSTOMERS))
    assert refused.value.right == right
    merged(midi, double, by=a_member(account, Right.CUSTOMERS, right))


def test_it_needs_the_right_to_customers() -> None:
    account = an_account()
    with pytest.raises(NotAllowed):
        merged(a_company(account), a_company(account), by=a_member(account))


def test_the_number_of_statements_does_not_grow_with_what_goes_over() -> None:
    account = an_account()
    user = a_user(account)
    numbers = []
    for how_many in (1, 3):
        midi, double = a_company(account), a_company(account)
        for __ in range(how_many):
            an_invoice(double), a_subscription(double), a_task(double, user), a_note(double, user), a_draft(double)
            a_quotation(a_deal(double)), a_link(a_contact(account), double), a_meeting(double, user)
        shown = compare(midi, double).fingerprint
        with CaptureQueriesContext(
            connection,
        ) as statements:
            merge(midi, double, choices={}, by=user, at=LATER, fingerprint=shown)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
