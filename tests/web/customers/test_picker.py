"""The customer picker: with JavaScript a combobox, without it a search and a list, in any form."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer
from comptoir.web.customers.picker import CustomerField
from comptoir.web.forms import Form
from tests.factories import NOW, a_company, a_contact, a_link, a_user, an_account, an_unknown_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = a_user(an_account())
    client.force_login(user)
    return user


def a_form(account: Account, data: dict[str, Any] | None = None, initial: Any = None, **narrowed: Any) -> Form:
    form = Form(data, initial={"customer": initial})
    form.fields["customer"] = CustomerField(account=account, **narrowed)
    return form


def options(client: Client, query: str = "") -> str:
    return client.get(f"/customers/pick/?{query}").content.decode()


def test_what_is_typed_is_found_in_both_kinds_by_name(client: Client, user: User) -> None:
    a_contact(user.account, "Luc Midi")
    a_company(user.account, "Brasserie Midi")
    a_company(user.account, "Nord", email="")
    a_company(an_account(name="Elsewhere"), "Midi theirs")
    found = options(client, "q=MIDI")
    assert found.count('role="option"') == 2
    assert found.index("Brasserie Midi") < found.index("Luc Midi")


def test_a_deactivated_customer_is_offered_and_marked(client: Client, user: User) -> None:
    a_company(user.account, deactivated_at=NOW)
    found = options(client, "q=brasserie")
    assert "data-deactivated" in found
    assert "Deactivated</span>" in found


def test_nothing_typed_offers_those_last_worked_on(client: Client, user: User) -> None:
    a_company(user.account, "Old")
    a_company(user.account, "New", updated_at=NOW.replace(hour=23))
    found = options(client)
    assert found.index("New") < found.index("Old")


def test_nobody_found_says_what_to_try(client: Client, user: User) -> None:
    assert "Nobody is found." in options(client, "q=zzz")


def test_the_kind_narrows_it(client: Client, user: User) -> None:
    a_contact(user.account, "Luc Midi")
    a_company(user.account, "Brasserie Midi")
    assert "Luc Midi" not in options(client, "q=midi&kind=company")
    assert options(client, "q=midi&kind=nonsense").count('role="option"') == 2


def test_the_number_of_statements_does_not_depend_on_what_is_found(client: Client, user: User) -> None:
    counts = []
    for number in (1, 3):
        for _one in range(number):
            a_company(user.account)
        with CaptureQueriesContext(connection) as queries:
            options(client, "q=brasserie")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_notice_warns_of_a_deactivated_customer_only(client: Client, user: User) -> None:
    gone = a_company(user.account, deactivated_at=NOW, deactivated_by=user)
    said = client.get(f"/customers/pick/{gone.pk}/notice/").content.decode()
    assert "was deactivated on 24 November 2026 by Sofie Vermeulen." in said
    active, foreign = a_company(user.account), a_company(an_account(name="Elsewhere"), deactivated_at=NOW)
    assert client.get(f"/customers/pick/{active.pk}/notice/").content.strip() == b""
    assert client.get(f"/customers/pick/{foreign.pk}/notice/").status_code == 404


def test_an_id_of_the_account_is_a_choice(user: User) -> None:
    midi = a_company(user.account)
    form = a_form(user.account, {"customer": str(midi.pk), "customer_typed": midi.name})
    assert form.is_valid()
    assert form.cleaned_data["customer"] == midi


def test_a_foreign_an_unknown_and_a_malformed_id_are_no_choice(user: User) -> None:
    foreign = a_company(an_account(name="Elsewhere"))
    for id in (foreign.pk, an_unknown_id(), "nonsense", "\0"):
        form = a_form(user.account, {"customer": str(id)})
        assert form.errors == {"customer": ["This customer does not exist. Choose one that is found."]}


def test_nothing_chosen_is_said_when_one_is_needed(user: User) -> None:
    assert a_form(user.account, {"customer": "", "customer_typed": " "}).errors == {"customer": ["Choose a customer."]}
    form = a_form(user.account, {"customer": "", "customer_typed": ""}, required=False)
    assert form.is_valid()
    assert form.cleaned_data["customer"] is None


def test_without_javascript_words_bring_a_list_and_the_list_a_choice(user: User) -> None:
    midi, nord = (
        a_company(user.account, "Brasserie Midi"),
        a_company(user.account, "Brasserie Nord", deactivated_at=NOW),
    )
    form = a_form(user.account, {"customer": "", "customer_typed": "brass"})
    assert form.errors == {"customer": ["2 customers are found for “brass”. Choose one from the list."]}
    shown = " ".join(str(form["customer"]).split())
    assert f'<option value="{midi.pk}">Brasserie Midi' in shown
    assert "Brasserie Nord · Brussels · Deactivated" in shown
    assert 'name="customer_typed" value="brass"' in shown
    sent = {"customer": "", "customer_typed": "brass", "customer_listed_for": "brass", "customer_listed": str(nord.pk)}
    form = a_form(user.account, sent)
    assert form.is_valid()
    assert form.cleaned_data["customer"] == nord


def test_other_words_make_the_old_list_void(user: User) -> None:
    midi = a_company(user.account, "Brasserie Midi")
    sent = {"customer": "", "customer_typed": "zzz", "customer_listed_for": "brass", "customer_listed": str(midi.pk)}
    form = a_form(user.account, sent)
    assert form.errors == {
        "customer": ["Nobody is found for “zzz”. Try a part of the name, an e-mail or a VAT number."]
    }


def test_a_name_typed_over_a_choice_asks_anew(user: User) -> None:
    midi = a_company(user.account, "Brasserie Midi")
    form = a_form(user.account, {"customer": str(midi.pk), "customer_typed": "Nord"})
    assert not form.is_valid()
    form = a_form(user.account, {"customer": str(midi.pk), "customer_typed": ""}, required=False)
    assert form.is_valid()
    assert form.cleaned_data["customer"] is None


def test_a_single_customer_found_is_preselected_but_never_taken_unseen(user: User) -> None:
    midi = a_company(user.account, "Brasserie Midi")
    form = a_form(user.account, {"customer": "", "customer_typed": "brass"})
    assert form.errors == {"customer": ["1 customer is found for “brass”. Choose it from the list."]}
    assert f'<option value="{midi.pk}" selected>' in str(form["customer"])


@pytest.mark.parametrize("by_id", [True, False])
def test_it_is_prefilled_and_warns_at_once(user: User, by_id: bool) -> None:
    gone = a_company(user.account, deactivated_at=NOW)
    shown = str(a_form(user.account, initial=gone.pk if by_id else gone)["customer"])
    assert f'name="customer" value="{gone.pk}"' in shown
    assert f'value="{gone.name}"' in shown
    assert "was deactivated on 24 November 2026." in shown


def test_the_label_leads_to_the_field_that_is_typed_in(user: User) -> None:
    bound = a_form(user.account)["customer"]
    assert bound.id_for_label == "id_customer"
    assert str(bound).count('id="id_customer"') == 1


def test_has_changed_compares_choices(user: User) -> None:
    midi, nord = a_company(user.account, "Midi"), a_company(user.account, "Nord")
    assert not a_form(user.account, {"customer": str(midi.pk)}, initial=midi).has_changed()
    assert a_form(user.account, {"customer": str(nord.pk)}, initial=midi).has_changed()


def test_every_customer_of_the_account_can_be_chosen_whatever_its_state(user: User) -> None:
    for customer in (a_company(user.account, deactivated_at=NOW), a_contact(user.account)):
        form = a_form(user.account, {"customer": str(customer.pk)})
        assert form.is_valid()
        assert isinstance(form.cleaned_data["customer"], Customer)


def test_those_linked_with_the_choice_in_another_field_come_first(client: Client, user: User) -> None:
    midi = a_company(user.account)
    a_contact(user.account, "Aline Adams")
    a_link(a_contact(user.account, "Zoe Zander", email="zoe@midi.example"), midi)
    a_link(a_contact(user.account, "Wim Wouters", email="wim@midi.example"), midi, decision_maker=True)
    a_link(a_contact(user.account, "Zoe Elsewhere", email="zoe@nord.example"), a_company(user.account, "Nord"))
    names = re.findall(r'data-name="([^"]*)"', options(client, f"kind=contact&of={midi.pk}"))
    assert names[:2] == ["Wim Wouters", "Zoe Zander"]
    assert sorted(names) == ["Aline Adams", "Wim Wouters", "Zoe Elsewhere", "Zoe Zander"]
    names = re.findall(r'data-name="([^"]*)"', options(client, f"kind=contact&q=zoe&of={midi.pk}"))
    assert names == ["Zoe Zander", "Zoe Elsewhere"]
    theirs = a_company(an_account(name="Elsewhere"))
    assert options(client, f"kind=contact&of={theirs.pk}") == options(client, "kind=contact&of=nonsense")


def test_the_field_names_the_other_one(user: User) -> None:
    assert 'data-of="company"' in str(a_form(user.account, kind="contact", of="company")["customer"])
    assert "data-of" not in str(a_form(user.account)["customer"])
