"""Products: added, changed, archived, restored, found; each change told once."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from comptoir.accounts.rights import NotAllowed
from comptoir.activities.models import Activity
from comptoir.core.ids import new_id
from comptoir.invoicing import products
from comptoir.invoicing.models import Product
from tests.factories import NOW, a_member, a_user, an_account, the_vat

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return list(Activity.objects.order_by("id").values_list("kind", flat=True))


def names(found: object) -> list[str]:
    return [product.name for product in found]  # type: ignore[attr-defined]


def test_a_product_keeps_what_is_said_of_it() -> None:
    account = an_account()
    id = new_id()
    for _ in range(2):  # the same form, sent twice
        products.add_product(
            account=account,
            name="Boiler check",
            code="BC-1",
            selling_price=Decimal("12.3456"),
            unit_of_measure="HUR",
            tax_rate=the_vat(account),
            by=a_user(account),
            at=NOW,
            id=id,
        )
    product = Product.objects.get()
    assert (product.pk, product.code, product.selling_price) == (id, "BC-1", Decimal("12.3456"))
    assert told() == ["product.added"]


def test_a_change_is_told_once_and_nothing_different_not_at_all() -> None:
    account = an_account()
    product = products.add_product(account=account, name="Boiler", by=None, at=NOW)
    products.change_product(product, by=None, at=NOW, name="Heat pump")
    products.change_product(product, by=None, at=NOW, name="Heat pump")
    assert told() == ["product.added", "product.changed"]
    ours = Product.objects.of(account)
    assert names(products.matching(ours, "heat PUMP")) == ["Heat pump"]
    assert names(products.matching(ours, "boiler")) == []


def test_an_archived_product_can_be_offered_again() -> None:
    product = products.add_product(account=an_account(), name="Boiler", by=None, at=NOW)
    for _ in range(2):
        assert products.archive_product(product, by=None, at=NOW).archived_at == NOW
    for _ in range(2):
        assert products.restore_product(product, by=None, at=NOW).archived_at is None
    assert told() == ["product.added", "product.archived", "product.restored"]


def test_products_are_found_by_words_of_name_and_code_in_any_spelling() -> None:
    account = an_account()
    for name, code in [("Entretien chaudière", "EC-10"), ("Chaudière neuve", "CN-1"), ("Visite", "")]:
        products.add_product(account=account, name=name, code=code, by=None, at=NOW)
    ours = Product.objects.of(account)
    assert names(products.matching(ours, "CHAUDIERE")) == ["Chaudière neuve", "Entretien chaudière"]
    assert names(products.matching(ours, "ec chaud")) == ["Entretien chaudière"]
    assert names(products.matching(Product.objects.of(an_account(name="Bureau Zuid")), "")) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("code", "x" * 61),
        ("code", "TAKEN"),
        ("description", "x" * 4001),
        ("unit_of_measure", "XXX"),
        ("selling_price", Decimal("0.12345")),
        ("selling_price", Decimal("NaN")),
        ("selling_price", Decimal(10_000_000_000)),
    ],
)
def test_a_product_is_refused_at_its_edges(field: str, value: object) -> None:
    account = an_account()
    products.add_product(account=account, name="There", code="TAKEN", by=None, at=NOW)
    with pytest.raises(ValidationError) as refused:
        products.add_product(**{"account": account, "name": "New", "by": None, "at": NOW, field: value})
    assert list(refused.value.message_dict) == [field]
    assert Product.objects.count() == 1


def test_a_vat_rate_of_another_account_is_refused() -> None:
    account, other = an_account(), an_account(name="Bureau Zuid")
    with pytest.raises(ValidationError):
        products.add_product(account=account, name="Visit", tax_rate=the_vat(other), by=None, at=NOW)


def test_it_needs_the_invoice_right() -> None:
    account = an_account()
    product = products.add_product(account=account, name="Visit", by=None, at=NOW)
    member = a_member(account)
    for verb in (products.change_product, products.archive_product, products.restore_product):
        with pytest.raises(NotAllowed):
            verb(product, by=member, at=NOW)
    with pytest.raises(NotAllowed):
        products.add_product(account=account, name="More", by=member, at=NOW)
