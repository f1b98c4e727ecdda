"""Importing customers: the rules of adding one, for all rows of a file or for none."""

import datetime as dt
from typing import Any

import pytest

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import NotAllowed, Right
from comptoir.activities.models import Activity
from comptoir.customers.models import Address, Customer
from comptoir.customers.records import add
from comptoir.transfer.importing import starting, working
from comptoir.transfer.importing.refusals import NotNow, NotRight
from comptoir.transfer.models import Import
from tests.factories import NOW, a_company, a_contact, a_member, a_subscription, a_user, an_account, an_invoice
from tests.transfer.importing import an_upload, checked, problems, run
from tests.transfer.sheets import a_csv, a_workbook

pytestmark = pytest.mark.django_db
HEADER = ["Name", "VAT number", "E-mail", "Telephone", "Street", "Postal code", "City", "Country", "Tags", "Active"]
MIDI = [
    "Brasserie du Midi",
    "BE0417497106",
    "Info@Midi.example",
    "02 555 12 12",
    "Rue Haute 1",
    "1000",
    "Brussels",
    "BE",
]
NOORD = ["Zaal Noord", "", "zaal@noord.example", "", "", "", "", "Nederland"]


@pytest.fixture
def account() -> Account:
    return an_account()


@pytest.fixture
def owner(account: Account) -> User:
    return a_user(account)


def test_a_customer_is_what_adding_it_by_hand_makes_of_it(account: Account, owner: User) -> None:
    facts: Any = {
        "name": "Brasserie du Midi",
        "vat_number": "BE0417497106",
        "emails": [{"type": "primary", "email": "Info@Midi.example"}],
        "telephones": [{"type": "phone", "number": "02 555 12 12"}],
        "addresses": [
            {"type": "primary", "country": "BE", "line_1": "Rue Haute 1", "postal_code": "1000", "city": "Brussels"}
        ],
        "tags": ["horeca", "Gent"],
    }
    by_hand = add(account=account, kind="company", by=owner, at=NOW, **facts)
    run(an_upload(account, owner, HEADER, [*MIDI, "horeca; Gent", "yes"], duplicates="create"), by=owner)
    imported = Customer.objects.exclude(pk=by_hand.pk).get()
    fields = [f.name for f in Customer._meta.concrete_fields if f.name != "id"]
    assert [getattr(imported, name) for name in fields] == [getattr(by_hand, name) for name in fields]
    assert [str(a) for a in imported.addresses.all()] == [str(a) for a in by_hand.addresses.all()]
    assert set(imported.tags.all()) == set(by_hand.tags.all())


def test_what_happened_is_told_once_for_each_and_once_for_the_file(account: Account, owner: User) -> None:
    done = run(an_upload(account, owner, HEADER, [*MIDI, "", "yes"], [*NOORD, "", "no"]), by=owner)
    assert (done.state, done.totals) == ("done", {"rows": 2, "added": 2, "deactivated": 1})
    told = Activity.objects.order_by("kind", "effects__name").values_list(
        "kind", "effects__name", "effects__deactivated"
    )
    assert list(told) == [
        ("customer.imported", "Brasserie du Midi", False),
        ("customer.imported", "Zaal Noord", True),
        ("import.done", "list.csv", 1),
    ]


def test_not_active_deactivates_without_anything_else(account: Account, owner: User) -> None:
    run(an_upload(account, owner, HEADER, [*NOORD, "", "Inactief"]), by=owner)
    customer = Customer.objects.get()
    facts = (customer.deactivated_at, customer.deactivated_by, customer.deactivation_reason, customer.deactivation_note)
    assert facts == (NOW, owner, "", "")


def test_not_active_deactivates_one_that_is_there_and_leaves_its_invoices_and_subscriptions(
    account: Account, owner: User
) -> None:
    midi = a_company(account, vat_number="BE 0417.497.106")
    invoice, subscription = an_invoice(midi), a_subscription(midi)
    run(an_upload(account, owner, HEADER, [*MIDI, "", "nein"], duplicates="update"), by=owner)
    for each in (midi, invoice, subscription):
        each.refresh_from_db()
    assert (midi.is_deactivated, invoice.is_on_hold, subscription.deactivated_at) == (True, False, None)


def test_active_reactivates_nobody(account: Account, owner: User) -> None:
    midi = a_company(account, vat_number="BE 0417.497.106", deactivated_at=NOW, deactivated_by=owner)
    run(an_upload(account, owner, HEADER, [*MIDI, "", "yes"], duplicates="update"), by=owner)
    midi.refresh_from_db()
    assert midi.is_deactivated


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["Nom", "N° TVA", "E-mail", "Téléphone", "Rue", "Code postal", "Ville", "Pays", "Étiquettes", "Actif"], "oui"),
        (["Naam", "Btw-nummer", "E-mailadres", "Telefoon", "Straat", "Postcode", "Plaats", "Land", "Labels", "Actief"], "ja"),
        (["Firma", "USt-IdNr.", "E-Mail", "Telefon", "Straße", "PLZ", "Ort", "Land", "Schlagwörter", "Aktiv"], "ja"),
    ],
)  # fmt: skip
def test_columns_are_known_in_four_languages(account: Account, owner: User, header: list[str], row: str) -> None:
    brought = an_upload(account, owner, header, [*MIDI, "a", row])
    assert list(brought.mapping.values()) == header
    run(brought, by=owner)
    assert Customer.objects.get().vat_number == "BE 0417.497.106"


def test_what_is_wrong_is_named_by_row_and_column(account: Account, owner: User) -> None:
    bad = [
        ["", "", "", "", "", "", "", "", "", ""],
        ["A", "BE0417497107", "", "", "", "", "", "", "", ""],
        ["B", "", "no address", "12", "", "", "", "Atlantis", "", "perhaps"],
        ["", "", "a@b.example", "", "", "", "", "", "", ""],
        ["C" * 201, "", "", "", "x" * 201, "", "", "BE", "", ""],
    ]
    found = checked(an_upload(account, owner, HEADER, *bad), by=owner)
    assert problems(found) == [
        (3, "VAT number", "BE 0417.497.107 fails its check digits. Did you mean …106?"),
        (4, "Country", "“Atlantis” is not a country. Write its two letters, as in BE."),
        (4, "Active", "“perhaps” is neither yes nor no."),
        (4, "E-mail", "no address is not an address. It looks like name@business.com."),
        (4, "Telephone", "12 is not a telephone number. Begin with the country, as in +32 2 555 12 12."),
        (5, "Name", "Fill in the name."),
        (6, "Street", "At most 200 characters fit here."),
        (6, "Name", "At most 200 characters fit here."),
    ]
    with pytest.raises(NotRight):
        working.run(found, by=owner, at=NOW)
    assert not Customer.objects.exists()


def test_a_bad_row_at_the_end_changes_nothing_and_is_named(account: Account, owner: User) -> None:
    rows = [[f"Company {n}", f"info{n}@company.example"] for n in range(2000)]
    found = checked(an_upload(account, owner, ["Name", "E-mail"], *rows, ["Last", "nobody"]), by=owner)
    assert problems(found) == [(2002, "E-mail", "nobody is not an address. It looks like name@business.com.")]
    assert not Customer.objects.exists()


def test_what_became_wrong_after_the_check_fails_and_changes_nothing(account: Account, owner: User) -> None:
    rows = [[f"Company {n}", str(owner.name)] for n in range(3)]
    found = checked(an_upload(account, owner, ["Name", "Account manager"], *rows), by=owner)
    User.objects.filter(pk=owner.pk).update(first_name="Somebody", last_name="Else")
    assert working.work_on(working.run(found, by=owner, at=NOW), clock=lambda: NOW)
    found.refresh_from_db()
    assert (found.state, found.problem_count) == ("failed", 3)
    assert not Customer.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("duplicates", "totals", "email"),
    [
        ("skip", {"rows": 1, "skipped": 1}, "info@midi.example"),
        ("update", {"rows": 1, "edited": 1}, "new@midi.example"),
        ("create", {"rows": 1, "added": 1}, "info@midi.example"),
    ],
)
def test_one_that_is_there_is_found_by_its_vat_number(
    account: Account, owner: User, duplicates: str, totals: dict[str, int], email: str
) -> None:
    midi = a_company(account, vat_number="BE 0417.497.106")
    row = ["Midi", "0417.497.106", "new@midi.example"]
    done = run(an_upload(account, owner, HEADER[:3], row, duplicates=duplicates, home="BE"), by=owner)
    midi.refresh_from_db()
    assert (done.totals, midi.email, Customer.objects.count()) == (totals, email, 2 if duplicates == "create" else 1)


def test_one_that_is_there_is_found_by_its_email_unless_its_vat_number_is_another(
    account: Account, owner: User
) -> None:
    a_company(account, email="office@books.example", vat_number="BE 0417.497.106")
    rows = [["Other", "BE0403170701", "office@books.example"], ["Same", "", "OFFICE@books.example"]]
    done = run(an_upload(account, owner, HEADER[:3], *rows), by=owner)
    assert done.totals == {"rows": 2, "added": 1, "skipped": 1}


def test_a_contact_is_no_company(account: Account, owner: User) -> None:
    a_contact(account, email="luc@martin.example")
    done = run(an_upload(account, owner, HEADER[:3], ["Luc", "", "luc@martin.example"]), by=owner)
    assert done.totals == {"rows": 1, "added": 1}


def test_customers_of_another_account_are_never_matched(account: Account, owner: User) -> None:
    foreign = a_company(an_account(name="Other"), vat_number="BE 0417.497.106", email="info@midi.example")
    rows = [["Id", *HEADER[:3]], [str(foreign.pk), "Midi", "BE0417497106", "info@midi.example"]]
    done = run(an_upload(account, owner, *rows, duplicates="update"), by=owner)
    assert (done.totals, Customer.objects.of(account).count()) == ({"rows": 1, "added": 1}, 1)
    before = (foreign.name, foreign.updated_at)
    foreign.refresh_from_db()
    assert (foreign.name, foreign.updated_at) == before


def test_updating_keeps_what_the_file_does_not_say(account: Account, owner: User) -> None:
    midi = a_company(account, vat_number="BE 0417.497.106", tags=("old",))
    row = ["", "BE0417497106", "", "", "", "", "", "", "new", ""]
    found = checked(an_upload(account, owner, HEADER, row, duplicates="update"), by=owner)
    assert problems(found) == [(2, "Name", "Fill in the name.")]
    run(an_upload(account, owner, HEADER, ["Midi", *row[1:]], duplicates="update"), by=owner)
    midi.refresh_from_db()
    assert (midi.name, midi.email, midi.addresses.get().city) == ("Midi", "info@midi.example", "Brussels")
    assert sorted(tag.name for tag in midi.tags.all()) == ["new", "old"]


def test_a_customer_that_stands_twice_in_the_file_is_skipped_or_blamed(account: Account, owner: User) -> None:
    rows = [HEADER[:3], ["Midi", "BE0417497106", ""], ["Midi", "BE 0417.497.106", ""]]
    assert checked(an_upload(account, owner, *rows), by=owner).totals == {"rows": 2, "added": 1, "skipped": 1}
    found = checked(an_upload(account, owner, *rows, duplicates="update"), by=owner)
    assert problems(found) == [(3, "VAT number", "It stands in row 2 already.")]


def test_a_person_is_given_first_and_last_name(account: Account, owner: User) -> None:
    rows = [["Name", "Date of birth"], ["Luc Van den Berg", "24/11/1980"], ["Cher", ""]]
    run(an_upload(account, owner, *rows, customer_kind="contact"), by=owner)
    names = Customer.objects.order_by("last_name").values_list("first_name", "last_name", "birthdate")
    assert list(names) == [("", "Cher", None), ("Luc", "Van den Berg", dt.date(1980, 11, 24))]


def test_workbooks_keep_their_dates_and_numbers(account: Account, owner: User) -> None:
    content = a_workbook(
        ["Name", "Date of birth", "Postal code", "Country"], ["Luc Martin", dt.date(1980, 2, 1), 1000, "BE"]
    )
    run(an_upload(account, owner, content=content, customer_kind="contact"), by=owner)
    customer = Customer.objects.get()
    assert (customer.birthdate, customer.addresses.get().postal_code) == (dt.date(1980, 2, 1), "1000")


def test_the_columns_are_remembered_for_the_next_such_file(account: Account, owner: User) -> None:
    rows = [["Wer", "Name"], ["Midi", "x"]]
    first = an_upload(account, owner, *rows)
    starting.map_columns(first, mapping={"name": "Wer"}, formats={}, options={"duplicates": "update"}, by=owner, at=NOW)
    second = starting.start(account=account, kind="customers", name="b", content=a_csv(*rows), by=owner, at=NOW)
    assert (second.mapping, second.options) == ({"name": "Wer"}, {"duplicates": "update"})
    other = a_user(an_account(name="Other"))
    third = starting.start(account=other.account, kind="customers", name="b", content=a_csv(*rows), by=other, at=NOW)
    assert third.mapping == {"name": "Name"}


def test_importing_needs_the_right(account: Account, owner: User) -> None:
    member = a_member(account, Right.INVOICES)
    with pytest.raises(NotAllowed):
        an_upload(account, member, HEADER, [*MIDI, "", ""])
    brought = an_upload(account, owner, HEADER, [*MIDI, "", ""])
    for verb in (working.check, working.run, working.undo):
        with pytest.raises(NotAllowed):
            verb(brought, by=member, at=NOW)


def test_a_file_is_run_once(account: Account, owner: User) -> None:
    done = run(an_upload(account, owner, HEADER, [*MIDI, "", ""], duplicates="create"), by=owner)
    with pytest.raises(NotNow):
        working.run(done, by=owner, at=NOW)
    assert not working.work_on(done, clock=lambda: NOW)
    assert Customer.objects.count() == 1


def test_the_same_form_twice_brings_one_file(account: Account, owner: User) -> None:
    facts: Any = {"account": account, "kind": "customers", "name": "a.csv", "by": owner, "at": NOW}
    first = starting.start(**facts, content=a_csv(["Name"], ["A"]))
    assert starting.start(**facts, content=a_csv(["Name"], ["A"]), id=first.pk) == first
    assert Import.objects.count() == 1


def test_leaving_a_file_forgets_it(account: Account, owner: User, django_capture_on_commit_callbacks: Any) -> None:
    brought = an_upload(account, owner, HEADER, [*MIDI, "", ""])
    with django_capture_on_commit_callbacks(execute=True):
        starting.leave(brought, by=owner)
    assert not Import.objects.exists()
    assert not brought.content.storage.exists(brought.content.name)
    starting.leave(brought, by=owner)
    assert not Address.objects.exists()
