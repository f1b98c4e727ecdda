"""Adding a contact or a company."""

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.customers import records
from comptoir.customers.models import Customer, Kind, Tag
from tests.factories import NOW, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


def test_a_company_keeps_what_was_typed_in_its_own_writing() -> None:
    account = an_account()
    company = records.add(
        account=account,
        kind=Kind.COMPANY,
        by=a_user(account),
        at=NOW,
        name="Brasserie du Midi SRL",
        vat_number="be0417497106",
        emails=[{"type": "primary", "email": "info@midi.example"}, {"type": "invoicing", "email": ""}],
        telephones=[{"type": "phone", "number": "02 555 12 12"}],
        addresses=[
            {"type": "primary", "line_1": "Rue Haute 1", "postal_code": "1000", "city": "Bruxelles", "country": "be"}
        ],
        iban="BE68 5390 0754 7034",
        tags=["horeca", "#Terrace", "Horeca", " "],
    )
    company.refresh_from_db()
    assert company.vat_number == "BE 0417.497.106"
    assert company.emails == [{"type": "primary", "email": "info@midi.example"}]
    assert company.telephones == [{"type": "phone", "number": "+32 2 555 12 12"}]
    assert [str(address) for address in company.addresses.all()] == ["Rue Haute 1, 1000 Bruxelles, BE"]
    assert company.iban == "BE68539007547034"
    assert {tag.name for tag in company.tags.all()} == {"horeca", "Terrace"}
    assert company.language == account.language
    assert company.added_at == company.updated_at == NOW


def test_a_contact_is_shown_first_name_first_and_sorted_by_last_name() -> None:
    account = an_account()
    contact = records.add(account=account, kind=Kind.CONTACT, by=None, at=NOW, first_name="Hélène", last_name="d'Hondt")
    assert contact.name == "Hélène d'Hondt"
    assert contact.sort_name == "d'hondt helene"


def test_it_leaves_one_activity() -> None:
    account = an_account()
    user = a_user(account)
    company = records.add(account=account, kind=Kind.COMPANY, by=user, at=NOW, name="Midi")
    activity = Activity.objects.get()
    assert (activity.kind, activity.by, activity.at, activity.customer_id) == ("customer.added", user, NOW, company.pk)
    assert activity.effects == {"name": "Midi", "customer_kind": "company"}


def test_every_fault_is_named_at_once_and_nothing_is_kept() -> None:
    account = an_account()
    with pytest.raises(ValidationError) as caught:
        records.add(
            account=account,
            kind=Kind.COMPANY,
            by=a_user(account),
            at=NOW,
            vat_number="BE 0417.497.107",
            iban="BE68 5390 0754 7035",
            emails=[{"type": "primary", "email": "info"}],
        )
    assert caught.value.message_dict == {
        "name": ["Fill in the name."],
        "vat_number": ["BE 0417.497.107 fails its check digits. Did you mean …106?"],
        "iban": ["BE68 5390 0754 7035 fails its check digits. Compare it digit by digit."],
        "emails": ["info is not an address. It looks like name@business.com."],
    }
    assert not Customer.objects.exists()
    assert not Activity.objects.exists()


def test_a_contact_needs_a_last_name() -> None:
    account = an_account()
    with pytest.raises(ValidationError) as caught:
        records.add(account=account, kind=Kind.CONTACT, by=None, at=NOW, first_name="Luc")
    assert caught.value.message_dict == {"last_name": ["Fill in the name."]}


def test_an_account_manager_of_another_account_is_refused() -> None:
    stranger = a_user(an_account(name="Elsewhere"))
    with pytest.raises(ValidationError) as caught:
        records.add(account=an_account(), kind=Kind.COMPANY, by=None, at=NOW, name="Midi", responsible_user=stranger)
    assert caught.value.message_dict == {"responsible_user": ["Choose one from the list."]}


def test_a_tag_is_made_once_whatever_its_capitals() -> None:
    account = an_account()
    for word in ("Horeca", "horeca", "HORECA"):
        records.add(account=account, kind=Kind.COMPANY, by=None, at=NOW, name="Midi", tags=[word])
    assert [tag.name for tag in Tag.objects.all()] == ["Horeca"]


def test_a_form_sent_twice_adds_one_customer() -> None:
    account, id = an_account(), new_id()
    first = records.add(account=account, kind=Kind.COMPANY, by=None, at=NOW, id=id, name="Midi")
    second = records.add(account=account, kind=Kind.COMPANY, by=None, at=NOW, id=id, name="Midi")
    assert first == second
    assert Customer.objects.count() == Activity.objects.count() == 1


def test_an_id_of_another_account_overwrites_nothing() -> None:
    theirs = records.add(account=an_account(name="Elsewhere"), kind=Kind.COMPANY, by=None, at=NOW, name="Theirs")
    with pytest.raises(Customer.DoesNotExist):
        records.add(account=an_account(), kind=Kind.COMPANY, by=None, at=NOW, id=theirs.pk, name="Ours")
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


def test_it_needs_the_right() -> None:
    account = an_account()
    with pytest.raises(NotAllowed):
        records.add(account=account, kind=Kind.COMPANY, by=a_member(account, Right.INVOICES), at=NOW, name="Midi")
    records.add(account=account, kind=Kind.COMPANY, by=a_member(account, Right.CUSTOMERS), at=NOW, name="Midi")
