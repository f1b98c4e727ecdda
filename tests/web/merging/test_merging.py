"""Merging as people do it: whom with, side by side, once more, done."""

from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.lifecycle.comparing import compare
from comptoir.lifecycle.merging import merge
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    TODAY,
    a_company,
    a_contact,
    a_deal,
    a_draft,
    a_field,
    a_member,
    a_user,
    a_value,
    an_account,
    an_invoice,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def side_by_side(client: Client, survivor: Customer, other: Customer) -> Any:
    return client.get(f"{url_of(survivor)}merge/?other={other.pk}")


def choices_of(answer: Any) -> dict[str, str]:
    """What the browser would send back if nothing were chosen anew."""
    chosen = {
        f"choice.{row.name}": option.side for row in answer.context["rows"] for option in row.options if option.chosen
    }
    return chosen | {"other": str(answer.context["other"].pk), "fingerprint": answer.context["fingerprint"]}


def test_those_who_are_likely_the_same_are_offered_first(client: Client, user: User) -> None:
    midi = a_company(user.account, vat_number="BE 0417.497.106", email="")
    double = a_company(user.account, "Le Midi", vat_number="BE 0417.497.106", deactivated_at=NOW, email="")
    a_company(user.account, "Another", email="")
    answer = client.get(f"{url_of(midi)}merge/")
    assert [(each.customer, each.signs) for each in answer.context["alike"]] == [(double, "same VAT number")]
    assert "Deactivated" in answer.content.decode()


def test_anybody_else_of_the_kind_can_be_searched_without_javascript(client: Client, user: User) -> None:
    midi, nord = a_company(user.account), a_company(user.account, "Nord")
    answer = client.get(f"{url_of(midi)}merge/", {"other_typed": "nor", "other": ""})
    assert (answer.status_code, f'value="{nord.pk}"' in answer.content.decode()) == (422, True)
    assert client.get(f"{url_of(midi)}merge/", {"other": midi.pk}).status_code == 422
    assert side_by_side(client, midi, nord).status_code == 200


def test_the_two_are_shown_side_by_side_with_what_goes_over(client: Client, user: User) -> None:
    midi, double = a_company(user.account, iban="BE68539007547034"), a_company(user.account, "Le Midi", remarks="Late")
    rank = a_field(user.account, label="Rank")
    a_value(rank, double, "A")
    an_invoice(double), a_draft(double), a_deal(double)
    answer = side_by_side(client, midi, double)
    shown = {row.label: [(option.words, option.chosen) for option in row.options] for row in answer.context["rows"]}
    assert shown == {
        "Name": [("Brasserie du Midi SRL", True), ("Le Midi", False)],
        "IBAN": [("BE68\u00a05390\u00a00754\u00a07034", True), ("", False)],
        "Remarks": [("", False), ("Late", True)],
        "Rank": [("", False), ("A", True)],
    }
    assert answer.context["moved"] == ["2 invoices", "1 deal"]
    assert "cannot be undone" in answer.content.decode()


def test_everything_that_can_differ_is_said_in_words(client: Client, user: User) -> None:
    number = {"type": "phone", "number": "+32 2 555 12 12"}
    luc = a_contact(user.account, telephones=[number], birthdate=TODAY)
    facts = {
        "salutation": "Dr",
        "gender": "male",
        "vat_number": "BE 0417.497.106",
        "national_identification_number": "1",
        "website": "https://luc.example",
        "iban": "BE68539007547034",
        "bic": "GKCCBEBB",
        "language": "nl",
        "preferred_currency": "CHF",
        "payment_days": 14,
        "electronic_invoicing_address": "0208:0417497106",
        "responsible_user": user,
        "marketing_mails_consent": True,
        "remarks": "Late",
        "telephones": [number | {"number": "+32 2 555 12 13"}],
        "no_reminders_since": TODAY,
        "deactivated_at": NOW,
        "deactivated_by": user,
        "deactivation_reason": "bankruptcy",
    }
    ann = a_contact(user.account, "Ann Maes", email="ann@maes.example", **facts)
    ann.addresses.update(city="Gent")
    rows = side_by_side(client, luc, ann).context["rows"]
    assert {row.name: [option.words for option in row.options] for row in rows} == {
        "first_name": ["Luc", "Ann"],
        "last_name": ["Martin", "Maes"],
        "salutation": ["", "Dr"],
        "gender": ["", "Male"],
        "birthdate": ["24 Nov 2026", ""],
        "vat_number": ["", "BE 0417.497.106"],
        "email": ["luc@martin.example", "ann@maes.example"],
        "phone": ["+32 2 555 12 12", "+32 2 555 12 13"],
        "addresses.primary": ["Rue Haute 1<br>1000 Brussels<br>Belgium", "Rue Haute 1<br>1000 Gent<br>Belgium"],
        "national_identification_number": ["", "1"],
        "website": ["", "https://luc.example"],
        "iban": ["", "BE68\u00a05390\u00a00754\u00a07034 · GKCCBEBB"],
        "language": ["English", "Dutch"],
        "preferred_currency": ["As the account", "CHF"],
        "payment_term": ["30 days after the invoice date", "14 days after the invoice date"],
        "electronic_invoicing_address": ["", "0208:0417497106"],
        "responsible_user": ["Nobody", "Sofie Vermeulen"],
        "marketing_mails_consent": ["no", "yes"],
        "remarks": ["", "Late"],
        "no_reminders": ["As usual", "None since 24 Nov 2026"],
        "status": ["Active", "Deactivated on 24 Nov 2026 by Sofie Vermeulen · Bankruptcy"],
    }


def test_it_is_asked_once_more_and_then_done(client: Client, user: User) -> None:
    midi, double = a_company(user.account), a_company(user.account, "Le Midi")
    invoice = an_invoice(double)
    shown = side_by_side(client, midi, double)
    sent = choices_of(shown) | {"choice.name": "other"}
    url = shown.context["merge_url"]
    asked = client.post(url, sent)
    assert Customer.objects.count() == 2
    assert asked.context["chosen"] == [("choice.name", "other")]
    done = client.post(url, sent | {"confirmed": "yes"})
    assert (done.status_code, done.url) == (302, url_of(midi))
    midi.refresh_from_db()
    assert (midi.name, list(midi.invoices.all())) == ("Le Midi", [invoice])
    page = client.get(url_of(midi)).content.decode()
    assert "Le Midi was merged into this customer" in page
    assert "Went over: 1 invoice" in page


def test_its_old_address_leads_to_the_survivor_and_keeps_what_was_asked(client: Client, user: User) -> None:
    midi, double = a_company(user.account), a_company(user.account)
    merge(midi, double, choices={}, by=user, at=NOW, fingerprint=compare(midi, double).fingerprint)
    answer = client.get(f"{url_of(double)}?tab=notes")
    assert (answer.status_code, answer.url) == (302, f"{url_of(midi)}?tab=notes")
    client.force_login(a_user(an_account(name="Another")))
    assert client.get(url_of(double)).status_code == 404


def test_what_was_written_to_the_old_timeline_at_that_moment_is_seen(client: Client, user: User) -> None:
    midi, double = a_company(user.account), a_company(user.account)
    merge(midi, double, choices={}, by=user, at=NOW, fingerprint=compare(midi, double).fingerprint)
    facts = {"subject_type": "customer", "subject_id": double.pk, "customer_id": double.pk}
    late = Activity.objects.create(account=user.account, kind="customer.reactivated", at=NOW, effects={}, **facts)
    assert late in client.get(url_of(midi)).context["activities"]


def test_an_invoice_tells_that_it_went_over(client: Client, user: User) -> None:
    midi, double = a_company(user.account), a_company(user.account, "Le Midi")
    invoice = an_invoice(double)
    merge(midi, double, choices={}, by=user, at=NOW, fingerprint=compare(midi, double).fingerprint)
    assert "Le Midi was merged into this customer" in client.get(url_of(invoice)).content.decode()


def test_whether_it_is_active_has_to_be_chosen(client: Client, user: User) -> None:
    midi, gone = a_company(user.account), a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    shown = side_by_side(client, midi, gone)
    [row] = shown.context["rows"]
    assert [option.chosen for option in row.options] == [False, False]
    answer = client.post(shown.context["merge_url"], choices_of(shown) | {"confirmed": "yes"})
    assert (answer.status_code, answer.url) == (302, shown.context["merge_url"])
    assert "choose one of the two" in client.get(answer.url).content.decode()
    assert Customer.objects.count() == 2


def test_what_changed_meanwhile_is_shown_anew(client: Client, user: User) -> None:
    midi, double = a_company(user.account), a_company(user.account)
    shown = side_by_side(client, midi, double)
    a_deal(double)
    answer = client.post(shown.context["merge_url"], choices_of(shown), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == shown.context["merge_url"]
    assert client.get(shown.context["merge_url"]).context["moved"] == ["1 deal"]
    assert Customer.objects.count() == 2


def test_without_the_right_to_what_goes_over_there_is_no_button_but_the_reason(client: Client) -> None:
    account = an_account()
    client.force_login(a_member(account, Right.CUSTOMERS))
    midi, double = a_company(account), a_company(account)
    a_draft(double)
    page = side_by_side(client, midi, double).content.decode()
    assert "You do not have the right to change invoices." in page
    assert "Merge …" not in page


def test_foreign_ones_and_those_of_the_other_kind_are_not_there(client: Client, user: User) -> None:
    midi = a_company(user.account)
    for other in (a_company(an_account(name="Another")), a_contact(user.account)):
        assert side_by_side(client, midi, other).status_code == 422
        assert client.post(f"{url_of(midi)}merge/", {"other": other.pk}).status_code == 404
        assert client.get(f"{url_of(other)}merge/".replace("contacts", "companies")).status_code == 404


def test_it_needs_the_right_to_customers(client: Client) -> None:
    account = an_account()
    client.force_login(a_member(account))
    assert client.get(f"{url_of(a_company(account))}merge/").status_code == 403
