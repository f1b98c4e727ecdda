"""What is sold again and again: adding, changing, archiving and finding products."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Right, require
from comptoir.accounts.scope import OwnedQuerySet
from comptoir.activities.record import record
from comptoir.core.ids import new_id
from comptoir.core.text import folded
from comptoir.invoicing.checking import LARGEST_PRICE, LONGEST_TEXT
from comptoir.invoicing.models import Product, TaxRate

LONGEST_QUERY = 200


class ProductFields(TypedDict, total=False):
    """What may be said of a product besides its name."""

    code: str
    description: str
    unit_of_measure: str
    selling_price: Decimal | None
    tax_rate: TaxRate | None


class EditedProduct(ProductFields, total=False):
    """What may be changed of a product."""

    name: str


def add_product(
    *,
    account: Account,
    name: str,
    by: User | None,
    at: dt.datetime,
    id: uuid.UUID | None = None,
    **fields: Unpack[ProductFields],
) -> Product:
    """Add a product to pick from. With an `id` that the account has already nothing is written.

    ValidationError on the field at fault, also when another product has the code. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    there: Product | None = Product.objects.of(account).filter(pk=id).first() if id else None
    if there is not None:
        return there
    made = Product(id=id or new_id(), account=account, name=name, added_at=at, updated_at=at, **fields)
    _check(made)
    with transaction.atomic():
        _save(made, new=True)
        _tell("added", made, by=by, at=at)
    return made


def change_product(product: Product, *, by: User | None, at: dt.datetime, **fields: Unpack[EditedProduct]) -> Product:
    """Change what is offered from now on; lines that were written keep what they say. Nothing different, nothing told.

    Refuses what `add_product` refuses. Needs the invoice right.
    """
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = _locked(product)
        changed = [name for name, value in fields.items() if getattr(current, name) != value]
        if not changed:
            return current
        for name in changed:
            setattr(current, name, fields[name])  # type: ignore[literal-required]
        current.updated_at = at
        _check(current)
        _save(current)
        _tell("changed", current, by=by, at=at, changed=changed)
    return current


def archive_product(product: Product, *, by: User | None, at: dt.datetime) -> Product:
    """Offer it no more; lines keep it. Archived already, nothing happens. Needs the invoice right."""
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = _locked(product)
        if current.archived_at is None:
            current.archived_at = current.updated_at = at
            current.save(update_fields=["archived_at", "updated_at"])
            _tell("archived", current, by=by, at=at)
    return current


def restore_product(product: Product, *, by: User | None, at: dt.datetime) -> Product:
    """Offer an archived one again. Needs the invoice right."""
    require(by, Right.INVOICES)
    with transaction.atomic():
        current = _locked(product)
        if current.archived_at is not None:
            current.archived_at, current.updated_at = None, at
            current.save(update_fields=["archived_at", "updated_at"])
            _tell("restored", current, by=by, at=at)
    return current


def matching(products: OwnedQuerySet, query: str) -> OwnedQuerySet:
    """Those in whose name or code every word of `query` occurs; all of them when nothing is asked."""
    condition = Q()
    for word in folded(query[:LONGEST_QUERY].replace("\0", "")).split():
        condition &= Q(search_text__contains=word)
    return products.filter(condition)


def _check(product: Product) -> None:
    """ValidationError with a sentence for each field at fault."""
    faults: dict[str, str] = {}
    try:
        product.clean_fields(exclude=["account", "tax_rate", "search_text"])
    except ValidationError as wrong:
        faults = {field: sentences[0] for field, sentences in wrong.message_dict.items()}
    if not product.name.strip():
        faults["name"] = _("Please give it a name.")
    if len(product.description) > LONGEST_TEXT:
        faults["description"] = _("This text is too long: at most %(longest)s characters.") % {"longest": LONGEST_TEXT}
    if (
        product.selling_price is not None
        and "selling_price" not in faults
        and abs(product.selling_price) > LARGEST_PRICE
    ):
        faults["selling_price"] = _("This number is too large.")
    if product.tax_rate is not None and product.tax_rate.account_id != product.account_id:
        faults["tax_rate"] = _("This VAT rate does not exist.")
    if faults:
        raise ValidationError(faults)


def _save(product: Product, *, new: bool = False) -> None:
    product.search_text = folded(f"{product.name} {product.code}")
    try:
        with transaction.atomic():
            product.save(force_insert=new)
    except IntegrityError:
        raise ValidationError({"code": _("Another product has this code.")}) from None


def _locked(product: Product) -> Product:
    found: Product = Product.objects.select_for_update().get(pk=product.pk)
    return found


def _tell(what: str, product: Product, *, by: User | None, at: dt.datetime, **effects: Any) -> None:
    told = {"id": product.pk, "name": product.name, "code": product.code}
    record(f"product.{what}", account=product.account, by=by, at=at, subject=product, product=told, **effects)
