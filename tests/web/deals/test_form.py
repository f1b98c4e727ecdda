"""Making and editing a deal."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.activities.models import Activity
from comptoir.deals.models import Deal, Phase, Pipeline, Source
from comptoir.deals.records import edit_deal
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_contact,
    a_deal,
    a_department,
    a_member,
    a_user,
    an_account,
    an_unknown_id,
    the_phase,
)
from tests.web.deals.reading import said

pytestmark = pytest.mark.django_db


def filled(user: User, **facts: Any) -> dict[str, Any]:
    """The form as somebody sends it."""
    usual = {"id": an_unknown_id(), "title": "New terrace", "currency": "EUR", "phase": the_phase(user.account).pk}
    return {**usual, "responsible_user": user.pk, "estimated_value": "", "estimated_probability": "", **facts}


def test_a_new_one_is_ones_own_and_begins_in_the_first_phase(client: Client, sofie: User) -> None:
    page = client.get("/deals/new/")
    form = page.context["form"]
    assert (form["responsible_user"].value(), form["currency"].value()) == (sofie.pk, "EUR")
    assert form["phase"].value() == str(the_phase(sofie.account).pk)
    assert [label for __, label in form.fields["phase"].choices][:2] == ["New", "Contacted"]
    assert form["customer"].value() is None
    assert "<h1>New deal</h1>" in said(page).replace("<h1> New deal </h1>", "<h1>New deal</h1>")


def test_it_knows_its_customer_and_phase_from_the_address(client: Client, sofie: User) -> None:
    gone = a_company(sofie.account, deactivated_at=NOW, deactivated_by=sofie, preferred_currency="USD")
    page = client.get(f"/deals/new/?customer={gone.pk}&phase={the_phase(sofie.account, 4).pk}")
    words = said(page)
    assert 'value="Brasserie du Midi SRL"' in words
    assert "was deactivated on 24 November 2026 by Sofie Vermeulen. You can go on" in words
    assert page.context["form"]["currency"].value() == "USD"
    assert page.context["form"]["phase"].value() == str(the_phase(sofie.account, 4).pk)
    assert f'href="{url_of(gone)}?tab=deals"' in words
    elsewhere = an_account(name="Elsewhere")
    assert client.get(f"/deals/new/?customer={a_company(elsewhere).pk}").status_code == 404
    assert client.get(f"/deals/new/?phase={the_phase(elsewhere).pk}").status_code == 404


def test_everything_said_is_kept(client: Client, sofie: User) -> None:
    gone, luc = a_company(sofie.account, deactivated_at=NOW), a_contact(sofie.account, deactivated_at=NOW)
    source = Source.objects.of(sofie.account).get(name="Website")
    south = a_department(sofie.account)
    sent = filled(
        sofie,
        customer=gone.pk,
        contact_person=luc.pk,
        phase=the_phase(sofie.account, 3).pk,
        estimated_value="12.400,50",
        estimated_probability="62,5",
        currency="USD",
        estimated_closing_date="2026-12-24",
        source=source.pk,
        department=south.pk,
        summary="With heating",
        purchase_order_number="PO 7",
    )
    answer = client.post("/deals/new/", sent, follow=True)
    deal = Deal.objects.get()
    assert answer.redirect_chain == [(f"/deals/{deal.pk}/", 302)]
    assert "New terrace added" in said(answer)
    assert (deal.customer, deal.contact_person, deal.phase) == (gone, luc, the_phase(sofie.account, 3))
    assert (deal.estimated_value, deal.currency) == (Decimal("12400.50"), "USD")
    assert (deal.estimated_probability, deal.weighted_value) == (Decimal("0.625"), Decimal("7750.31"))
    assert (deal.estimated_closing_date, deal.source, deal.department) == (dt.date(2026, 12, 24), source, south)
    assert (deal.summary, deal.purchase_order_number, deal.responsible_user) == ("With heating", "PO 7", sofie)
    assert Activity.objects.get().kind == "deal.added"


def test_a_probability_that_is_not_said_is_the_phases(client: Client, sofie: User) -> None:
    client.post("/deals/new/", filled(sofie, customer=a_company(sofie.account).pk))
    deal = Deal.objects.get()
    assert (deal.estimated_probability, deal.estimated_value, deal.summary) == (Decimal("0.1"), None, "")


def test_sent_twice_it_makes_one(client: Client, sofie: User) -> None:
    sent = filled(sofie, customer=a_company(sofie.account).pk)
    first, second = client.post("/deals/new/", sent), client.post("/deals/new/", sent)
    assert first["Location"] == second["Location"] == f"/deals/{sent['id']}/"
    assert Deal.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_kept(client: Client, sofie: User) -> None:
    elsewhere = a_user(an_account(name="Elsewhere"))
    wrong = filled(
        sofie,
        title="  ",
        customer_typed="zzz",
        estimated_value="a lot",
        estimated_probability="101",
        estimated_closing_date="soon",
        responsible_user=elsewhere.pk,
        phase=the_phase(elsewhere.account).pk,
        summary="Typed",
    )
    answer = client.post("/deals/new/", wrong)
    words = said(answer, 422)
    assert set(answer.context["form"].errors) == {
        "title",
        "customer",
        "estimated_value",
        "estimated_probability",
        "estimated_closing_date",
        "responsible_user",
        "phase",
    }
    for each in ("Not saved yet", "Nobody is found for “zzz”", "This is not a number.", "a lot", ">Typed<"):
        assert each.strip("<>") in words
    assert not Deal.objects.exists()


def test_a_contact_person_is_a_person_of_the_account(client: Client, sofie: User) -> None:
    midi = a_company(sofie.account)
    for somebody in (midi, a_contact(an_account(name="Elsewhere"))):
        answer = client.post("/deals/new/", filled(sofie, customer=midi.pk, contact_person=somebody.pk))
        assert set(answer.context["form"].errors) == {"contact_person"}


def test_the_phases_of_several_pipelines_are_grouped(client: Client, sofie: User) -> None:
    other = Pipeline.objects.create(account=sofie.account, name="Projects", created_at=NOW)
    offered = Phase.objects.create(account=sofie.account, pipeline=other, name="Offered", position=1)
    choices = client.get("/deals/new/").context["form"].fields["phase"].choices
    assert [name for name, __ in choices] == ["Sales", "Projects"]
    client.post("/deals/new/", filled(sofie, customer=a_company(sofie.account).pk, phase=offered.pk))
    assert Deal.objects.get().phase == offered


def test_a_department_is_asked_for_where_there_are_several(client: Client, sofie: User) -> None:
    assert 'name="department"' not in said(client.get("/deals/new/"))
    a_department(sofie.account)
    assert 'name="department"' in said(client.get("/deals/new/"))


def test_an_edit_shows_what_is_known_and_keeps_what_is_changed(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account), responsible_user=sofie)
    page = client.get(f"/deals/{deal.pk}/edit/")
    words = said(page)
    for each in ("Edit New terrace", 'value="5000.00"', 'value="10"', f'value="{deal.updated_at.isoformat()}"'):
        assert each in words
    assert 'name="phase"' not in words
    sent = filled(sofie, customer=deal.customer.pk, title="Terrace", estimated_value="6000", estimated_probability="10")
    answer = client.post(f"/deals/{deal.pk}/edit/", {**sent, "seen": deal.updated_at.isoformat()}, follow=True)
    assert "Terrace saved" in said(answer)
    assert "Value: 6,000.00 (was 5,000.00)" in said(answer)
    deal.refresh_from_db()
    assert (deal.title, deal.estimated_value, deal.estimated_probability) == ("Terrace", Decimal(6000), Decimal("0.1"))
    changed = [change["field"] for change in Activity.objects.get(kind="deal.edited").effects["changes"]]
    assert changed == ["title", "estimated_value"]


def test_what_can_no_longer_be_chosen_stays_where_it_is(client: Client, sofie: User) -> None:
    left = a_user(sofie.account, first_name="Left", deactivated_at=NOW)
    source = Source.objects.of(sofie.account).get(name="Website")
    Source.objects.filter(pk=source.pk).update(archived_at=NOW)
    deal = a_deal(a_company(sofie.account), responsible_user=left, source=source)
    sent = filled(sofie, customer=deal.customer.pk, title="Terrace", responsible_user=left.pk, source=source.pk)
    assert client.post(f"/deals/{deal.pk}/edit/", sent).status_code == 302
    deal.refresh_from_db()
    assert (deal.title, deal.responsible_user, deal.source) == ("Terrace", left, source)
    names = [str(label) for __, label in client.get("/deals/new/").context["form"].fields["source"].choices]
    assert "Website" not in names


def test_a_colleagues_change_is_not_overwritten_unseen(client: Client, sofie: User) -> None:
    deal = a_deal(a_company(sofie.account))
    seen = deal.updated_at.isoformat()
    luc = a_member(sofie.account, "deals", first_name="Luc", last_name="Dubois")
    edit_deal(deal, by=luc, at=NOW + dt.timedelta(minutes=1), title="Luc's terrace")
    sent = filled(sofie, customer=deal.customer.pk, title="Mine", seen=seen)
    answer = client.post(f"/deals/{deal.pk}/edit/", sent)
    words = said(answer, 409)
    for each in ("Somebody changed this deal meanwhile.", "Luc Dubois", "Title: Luc's terrace (was New terrace)"):
        assert each in words
    assert 'value="Mine"' in words
    assert Deal.objects.get().title == "Luc's terrace"
    again = answer.context["deal"].updated_at.isoformat()
    assert client.post(f"/deals/{deal.pk}/edit/", sent | {"seen": again}).status_code == 302
    assert Deal.objects.get().title == "Mine"


def test_a_foreign_deal_is_not_there(client: Client, sofie: User) -> None:
    assert client.get(f"/deals/{a_deal(a_company(an_account(name='Elsewhere'))).pk}/edit/").status_code == 404


def test_a_member_without_the_right_may_not(client: Client, jan: User) -> None:
    deal = a_deal(a_company(jan.account))
    for address in ("/deals/new/", f"/deals/{deal.pk}/edit/"):
        assert "You do not have the right to change deals" in said(client.get(address), 403)
        assert client.post(address, filled(jan, customer=deal.customer.pk)).status_code == 403
