"""Rows that come, go and move without JavaScript: the form is sent with a button that says which, and shown again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from comptoir.accounts.models import Account
from comptoir.core.money import CURRENCIES
from comptoir.customers.models import Customer
from comptoir.invoicing.models import Product
from comptoir.invoicing.products import matching
from comptoir.web import speech

LINES, DISCOUNTS = "lines", "discounts"
MOST = 200
"""Rows that a form takes."""
OFFERED = 12
BUTTONS = (
    "add_line",
    "add_section",
    "remove_line",
    "move_up",
    "move_down",
    "open_long",
    "pick_product",
    "add_discount",
    "remove_discount",
)


def is_rearranging(data: QueryDict) -> bool:
    """Whether the form was sent only to change its rows, by a browser without JavaScript."""
    return any(button in data for button in BUTTONS)


def rearranged(data: QueryDict | None) -> QueryDict | None:
    """`data` with a row more or less or elsewhere, if that was asked for."""
    if data is None or not is_rearranging(data):
        return data
    changed = data.copy()
    if "add_line" in data or "add_section" in data:
        index = _add(changed, LINES, MOST)
        if index is not None:
            changed[f"{LINES}-{index}-quantity"] = "1"
            changed[f"{LINES}-{index}-position"] = str(MOST + index + 1)
            if "add_section" in data:
                changed[f"{LINES}-{index}-is_section"] = "1"
    elif "add_discount" in data:
        _add(changed, DISCOUNTS, MOST)
    elif "remove_line" in data:
        changed[f"{LINES}-{data['remove_line']}-removed"] = "1"
    elif "remove_discount" in data:
        changed[f"{DISCOUNTS}-{data['remove_discount']}-removed"] = "1"
    elif "open_long" in data:
        changed[f"{LINES}-{data['open_long']}-open_long"] = "1"
    elif "move_up" in data or "move_down" in data:
        _move(changed, data.get("move_up") or data["move_down"], -1 if "move_up" in data else 1)
    return changed


def found(account: Account, query: str) -> list[Product]:
    """At most OFFERED products that are offered and match, by name."""
    products = matching(Product.objects.of(account).filter(archived_at__isnull=True), query)
    return list(products.select_related("tax_rate").order_by("name", "pk")[:OFFERED])


def filled(product: Product, *, currency: str) -> dict[str, str]:
    """What a row takes over from a product; its price only in the account's currency, which it is in."""
    fields = {
        "description": product.name,
        "extended_description": product.description,
        "unit_of_measure": product.unit_of_measure,
        "product": str(product.pk),
    }
    if product.selling_price is not None and currency == product.account.currency:
        fields["unit_price"] = speech.plain(product.selling_price, 2)
    if product.tax_rate is not None and product.tax_rate.archived_at is None:
        fields["tax_rate"] = str(product.tax_rate.pk)
    return fields


def pick(data: QueryDict, account: Account, *, currency: str) -> tuple[QueryDict, list[Product]]:
    """`data` with the row filled from the one product that was meant, or else those to choose from."""
    prefix = f"{LINES}-{data['pick_product']}"
    offered = found(account, data.get(f"{prefix}-description", ""))
    listed = [each for each in offered if str(each.pk) == data.get(f"{prefix}-listed")]
    chosen = listed or offered
    if len(chosen) != 1:
        return data, offered
    changed = data.copy()
    for name, value in filled(chosen[0], currency=currency).items():
        changed[f"{prefix}-{name}"] = value
    return changed, []


def currency_of(account: Account, data: Any, *, otherwise: str = "") -> str:
    """The currency that a form stands at: the chosen one, else its customer's, else the account's."""
    chosen = data.get("currency", "")
    if chosen in CURRENCIES:
        return str(chosen)
    if otherwise:
        return otherwise
    try:
        customer = Customer.objects.of(account).filter(pk=data.get("customer") or None).first()
    except (ValueError, TypeError, ValidationError):
        customer = None
    return (customer.preferred_currency if customer else "") or account.currency


def _add(data: QueryDict, prefix: str, most: int) -> int | None:
    number = _count(data, prefix)
    if number >= most:
        return None
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    return number


def _move(data: QueryDict, index: str, by: int) -> None:
    rows = [n for n in range(_count(data, LINES)) if not data.get(f"{LINES}-{n}-removed")]
    rows.sort(key=lambda n: _place(data, n))
    here = next((at for at, n in enumerate(rows) if str(n) == index), None)
    if here is not None and 0 <= here + by < len(rows):
        rows[here], rows[here + by] = rows[here + by], rows[here]
    for place, n in enumerate(rows, start=1):
        data[f"{LINES}-{n}-position"] = str(place)


def _place(data: QueryDict, n: int) -> tuple[int, int]:
    said = data.get(f"{LINES}-{n}-position", "")
    return (int(said) if said.isdecimal() and len(said) < 6 else n + 1, n)


def _count(data: QueryDict, prefix: str) -> int:
    count = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return min(int(count), MOST) if count.isdecimal() and len(count) < 5 else 0
