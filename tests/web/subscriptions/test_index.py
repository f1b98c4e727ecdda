"""Indexing prices: chosen as the list shows them, foreseen, done, told."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.subscriptions.models import Indexation, Subscription
from comptoir.subscriptions.records import edit
from comptoir.web.links import url_of
from tests.factories import (
    NOW,
    a_company,
    a_deactivated_subscription,
    a_subscription,
    a_user,
    an_account,
    an_indexation,
)
from tests.web.subscriptions.reading import queries_of, text_of

pytestmark = pytest.mark.django_db

FORMULA = "way=index&old_index=128,44&new_index=131,24&rounding=0.01"
ADDRESS = f"/subscriptions/index/?{FORMULA}"


def the_form(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    """What the preview's form sends back."""
    context = client.get(address).context
    return {"id": str(context["id"]), "fingerprint": context["foreseen"].fingerprint, "index": "1"}


def test_the_list_leads_there_with_its_filters(client: Client, user: User) -> None:
    a_subscription(a_company(user.account))
    page = text_of(client.get("/subscriptions/?tab=active&q=heating"))
    assert 'href="/subscriptions/index/?tab=active&amp;q=heating"' in page
    asked = text_of(client.get("/subscriptions/index/?tab=active&q=heating&after=abc"))
    assert "1 subscription, as the list shows it" in asked
    assert '<input type="hidden" name="q" value="heating">' in asked
    assert "abc" not in asked


def test_the_preview_says_before_and_after_and_from_which_invoice_on(client: Client, user: User) -> None:
    a_subscription(a_company(user.account))
    page = text_of(client.get(ADDRESS))
    for words in (
        "Brasserie du Midi SRL",
        "Terrace heating",
        "1 Dec 2026",
        "€\xa0100.00",
        "€\xa0102.18",
        "+2.18\xa0%",
        "price × 131.24 ÷ 128.44",
        "a difference of €\xa02.18",
    ):
        assert words in page
    assert not Indexation.objects.exists()


def test_only_what_the_list_shows_is_indexed_and_what_is_over_is_named(client: Client, user: User) -> None:
    a_subscription(a_company(user.account), title="Piano lessons")
    midi = a_company(user.account)
    a_subscription(midi)
    a_deactivated_subscription(midi, title="Old heating")
    foreseen = client.get(f"{ADDRESS}&tab=all&q=heating").context["foreseen"]
    assert [row.subscription.title for row in foreseen.rows] == ["Terrace heating"]
    assert [each.subscription.title for each in foreseen.left_alone] == ["Old heating"]
    assert "Midi SRL: deactivated" in text_of(client.get(f"{ADDRESS}&tab=all&q=heating"))


def test_done_it_is_told_and_exported(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    answer = client.post(ADDRESS, the_form(client), follow=True)
    page = text_of(answer)
    assert "1 subscription indexed." in page
    assert "€\xa0102.18" in page
    subscription.refresh_from_db()
    assert subscription.tax_exclusive == Decimal("102.18")
    assert Indexation.objects.get().indexed_by == user
    exported = client.get(f"{answer.redirect_chain[-1][0]}export.csv")
    rows = b"".join(exported.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[1].endswith(
        "Terrace heating,Brasserie du Midi SRL,1,month,EUR,100.00,102.18,100.0000,102.1800,2026-12-01,2026-12-01"
    )
    told = text_of(client.get(url_of(subscription)))
    assert "€\xa0123.64 each time, instead of €\xa0121.00" in told
    assert "Price × 131.24 ÷ 128.44" in told


def test_one_taken_out_is_left_alone_and_no_longer_added_up(client: Client, user: User) -> None:
    kept, taken_out = a_subscription(a_company(user.account)), a_subscription(a_company(user.account))
    form = the_form(client) | {"without": [str(taken_out.pk)]}
    ticked = {name: value for name, value in form.items() if name != "index"}
    together = text_of(client.post(ADDRESS, ticked, headers={"HX-Request": "true", "HX-Target": "together"}))
    assert "1 taken out" in together
    assert "€\xa0102.18" in together
    assert "<html" not in together
    assert "1 taken out" in text_of(client.post(ADDRESS, ticked))
    assert not Indexation.objects.exists()
    client.post(ADDRESS, form)
    changed = Subscription.objects.filter(tax_exclusive=Decimal("102.18"))
    assert list(changed) == [kept]


def test_all_taken_out_nothing_is_done(client: Client, user: User) -> None:
    one = a_subscription(a_company(user.account))
    page = text_of(client.post(ADDRESS, the_form(client) | {"without": [str(one.pk)]}), status=409)
    assert "None of these subscriptions would change" in page


def test_the_same_form_twice_indexes_once(client: Client, user: User) -> None:
    a_subscription(a_company(user.account))
    form = the_form(client)
    first, second = (client.post(ADDRESS, form) for __ in range(2))
    assert first["Location"] == second["Location"]
    assert Subscription.objects.get().tax_exclusive == Decimal("102.18")


def test_what_changed_meanwhile_is_shown_afresh(client: Client, user: User) -> None:
    subscription = a_subscription(a_company(user.account))
    form = the_form(client)
    a_subscription(a_company(user.account), title="Garden heating")
    page = text_of(client.post(ADDRESS, form), status=409)
    assert "Meanwhile some of these subscriptions were changed" in page
    assert "Garden heating" in page
    edit(subscription, by=None, at=NOW, title="Roof heating")
    assert not Indexation.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("way=index&old_index=128.44&rounding=1", "Please fill this in."),
        ("way=percentage&rounding=1", "Please fill this in."),
        ("way=percentage&percentage=0&rounding=1", "No price would change like this."),
        ("way=index&old_index=0&new_index=100&rounding=1", "No price would change like this."),
        ("way=percentage&percentage=two&rounding=1", "This is not a number."),
    ],
)
def test_what_is_no_formula_is_said_beside_its_field(client: Client, user: User, asked: str, said: str) -> None:
    a_subscription(a_company(user.account))
    assert said in text_of(client.get(f"/subscriptions/index/?{asked}"), status=422)


def test_percentages_need_no_index_values(client: Client, user: User) -> None:
    a_subscription(a_company(user.account))
    page = text_of(client.get("/subscriptions/index/?way=percentage&percentage=-2,5&old_index=&new_index=&rounding=1"))
    assert "−2.5\xa0%" in page


def test_earlier_ones_are_listed(client: Client, user: User) -> None:
    made = an_indexation(a_subscription(a_company(user.account)), indexed_by=user)
    assert f"/subscriptions/indexations/{made.pk}/" in text_of(client.get("/subscriptions/index/"))


def test_anothers_is_not_found(client: Client, user: User) -> None:
    made = an_indexation(a_subscription(a_company(a_user(an_account()).account)))
    for address in ("", "export.csv"):
        assert client.get(f"/subscriptions/indexations/{made.pk}/{address}").status_code == 404


def test_without_the_right_it_is_refused(client: Client, user: User, member: User) -> None:
    a_subscription(a_company(user.account))
    assert client.get(ADDRESS).status_code == 403
    assert "/subscriptions/index/" not in text_of(client.get("/subscriptions/"))


def test_three_rows_cost_as_many_queries_as_one(client: Client, user: User) -> None:
    made = an_indexation(a_subscription(a_company(user.account)))
    addresses = [ADDRESS, "/subscriptions/index/", f"/subscriptions/indexations/{made.pk}/"]
    one = [queries_of(client, address) for address in addresses]
    for n in range(2):
        an_indexation(a_subscription(a_company(user.account, f"Company {n}")), indexed_by=a_user(user.account))
    assert [queries_of(client, address) for address in addresses] == one
