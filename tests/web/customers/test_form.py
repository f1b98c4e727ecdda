"""Adding and editing through the form, as a browser without JavaScript sends it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.customers.models import Customer
from comptoir.lifecycle.editing import edit
from comptoir.web.links import url_of
from tests.factories import NOW, a_company, a_contact, a_member, a_user, an_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def as_shown(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send back if nothing were typed."""
    form = client.get(url).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def send(client: Client, url: str, **typed: Any) -> Any:
    return client.post(url, as_shown(client, url) | typed)


def test_a_company_is_added(client: Client, user: User) -> None:
    answer = send(
        client,
        "/companies/new/",
        name="Brasserie du Midi",
        vat_number="0417497106",
        email="info@midi.example",
        phone="02 555 12 12",
        primary_line_1="Rue Haute 1",
        primary_city="Bruxelles",
        tags="horeca, Terrace",
        invoicing_line_1="Quai 3",
        payment_days="14",
        responsible_user=user.pk,
    )
    midi = Customer.objects.get()
    assert (answer.status_code, answer.url) == (302, url_of(midi))
    assert midi.vat_number == "BE 0417.497.106"
    assert midi.phone == "+32 2 555 12 12"
    assert midi.payment_days == 14
    assert midi.responsible_user == user
    assert {tag.name for tag in midi.tags.all()} == {"horeca", "Terrace"}
    places = {address.type: (address.line_1, address.country) for address in midi.addresses.all()}
    assert places == {"primary": ("Rue Haute 1", "BE"), "invoicing": ("Quai 3", "BE")}
    assert "Brasserie du Midi added" in client.get(answer.url).content.decode()


def test_a_contact_is_added(client: Client, user: User) -> None:
    send(client, "/contacts/new/", first_name="Luc", last_name="Martin", mobile="0475 12 34 56", birthdate="1980-02-29")
    luc = Customer.objects.get()
    assert (luc.kind, luc.name, luc.birthdate) == ("contact", "Luc Martin", dt.date(1980, 2, 29))
    assert luc.telephones == [{"type": "mobile", "number": "+32 475 12 34 56"}]


def test_the_same_form_sent_twice_adds_one_company(client: Client, user: User) -> None:
    values = as_shown(client, "/companies/new/") | {"name": "Midi"}
    first, second = client.post("/companies/new/", values), client.post("/companies/new/", values)
    assert first.url == second.url
    assert Customer.objects.count() == Activity.objects.count() == 1


def test_a_tampered_id_is_not_used(client: Client, user: User) -> None:
    theirs = a_company(an_account(name="Elsewhere"), "Theirs")
    send(client, "/companies/new/", name="Midi", once=str(theirs.pk))
    assert Customer.objects.of(user.account).get().name == "Midi"
    assert Customer.objects.get(pk=theirs.pk).name == "Theirs"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please fill this in."),
        ("vat_number", "BE 0417.497.107", "BE 0417.497.107 fails its check digits. Did you mean …106?"),
        ("iban", "BE68 5390 0754 7035", "BE68 5390 0754 7035 fails its check digits. Compare it digit by digit."),
        ("email", "info@", "info@ is not an address. It looks like name@business.com."),
        ("invoicing_email", "info", "info is not an address. It looks like name@business.com."),
        ("phone", "call me", "call me is not a telephone number. Begin with the country, as in +32 2 555 12 12."),
        ("website", "x y", "x y is not an address. It looks like www.business.com."),
        ("payment_days", "many", "Enter a whole number."),
        ("payment_days", "400", "Ensure this value is less than or equal to 365."),
        ("primary_country", "XX", "Select a valid choice. XX is not one of the available choices."),
        ("tags", "x" * 61, "A tag has at most 60 characters."),
    ],
)
def test_a_fault_stands_beside_its_field_and_everything_typed_is_kept(
    client: Client, user: User, field: str, typed: str, sentence: str
) -> None:
    values = {"name": "Midi", "remarks": "Calls first", "primary_city": "Gent", "tags": "horeca"} | {field: typed}
    answer = send(client, "/companies/new/", **values)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors == {field: [sentence]}
    assert {name: form[name].value() for name in values} == values
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Customer.objects.exists()


def test_the_form_of_a_known_customer_holds_what_is_known_and_saving_it_changes_nothing(
    client: Client, user: User
) -> None:
    midi = a_company(
        user.account,
        tags=("horeca", "vip"),
        iban="BE68539007547034",
        vat_number="BE 0417.497.106",
        telephones=[{"type": "phone", "number": "+32 2 555 12 12"}],
    )
    assert send(client, f"{url_of(midi)}edit/").status_code == 302
    assert not Activity.objects.exists()
    midi.refresh_from_db()
    assert midi.updated_at == NOW


def test_an_edit_is_saved(client: Client, user: User) -> None:
    luc = a_contact(user.account)
    answer = send(client, f"{url_of(luc)}edit/", last_name="Martens", invoicing_email="books@martin.example")
    luc.refresh_from_db()
    assert (answer.url, luc.name) == (url_of(luc), "Luc Martens")
    assert luc.emails == [
        {"type": "primary", "email": "luc@martin.example"},
        {"type": "invoicing", "email": "books@martin.example"},
    ]


def test_emails_and_telephones_that_the_form_does_not_show_stay(client: Client, user: User) -> None:
    midi = a_company(user.account, email="")
    Customer.objects.filter(pk=midi.pk).update(
        emails=[{"type": "primary", "email": "a@midi.example"}, {"type": "primary", "email": "b@midi.example"}],
        telephones=[{"type": "mobile", "number": "+32 475 12 34 56"}, {"type": "phone", "number": "+32 2 555 12 12"}],
    )
    send(client, f"{url_of(midi)}edit/", email="c@midi.example", phone="")
    midi.refresh_from_db()
    assert midi.emails == [
        {"type": "primary", "email": "c@midi.example"},
        {"type": "primary", "email": "b@midi.example"},
    ]
    assert midi.telephones == [{"type": "mobile", "number": "+32 475 12 34 56"}]


def test_two_people_editing_at_once_lose_nothing(client: Client, user: User) -> None:
    midi = a_company(user.account)
    url = f"{url_of(midi)}edit/"
    mine = as_shown(client, url) | {"remarks": "Mine"}
    colleague = a_user(user.account, first_name="Jan", last_name="Peeters")
    edit(midi, by=colleague, at=NOW + dt.timedelta(minutes=1), vat_number="BE 0417.497.106")
    answer = client.post(url, mine)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody changed this customer while you were typing." in page
    assert "Jan Peeters" in page
    assert "VAT number: BE 0417.497.106" in page
    again = {bound.html_name: bound.value() for bound in answer.context["form"]}
    assert again["remarks"] == "Mine"
    midi.refresh_from_db()
    assert midi.remarks == ""
    sent = {name: value for name, value in again.items() if value not in (None, False)}
    assert client.post(url, sent | {"vat_number": "BE 0417.497.106"}).status_code == 302
    midi.refresh_from_db()
    assert (midi.remarks, midi.vat_number) == ("Mine", "BE 0417.497.106")


def test_a_manager_who_was_deactivated_stays_but_cannot_be_chosen_anew(client: Client, user: User) -> None:
    gone = a_user(user.account, first_name="Jan", last_name="Peeters", deactivated_at=NOW)
    theirs = a_company(user.account, "Theirs", responsible_user=gone)
    send(client, f"{url_of(theirs)}edit/", remarks="Kept")
    theirs.refresh_from_db()
    assert (theirs.responsible_user, theirs.remarks) == (gone, "Kept")
    assert send(client, "/companies/new/", name="New", responsible_user=gone.pk).status_code == 422


def test_without_the_right_it_is_refused_with_a_sentence(client: Client) -> None:
    account = an_account()
    midi = a_company(account)
    client.force_login(a_member(account))
    for url in ("/companies/new/", "/contacts/new/", f"{url_of(midi)}edit/", f"{url_of(midi)}delete/"):
        for answer in (client.get(url), client.post(url, {"name": "Other"})):
            assert answer.status_code == 403
            assert "You do not have the right to change contacts and companies." in answer.content.decode()
