"""What every document to a customer bears: who writes to whom, the colours, the logo and the foot of the page."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from babel import Locale
from django.utils.translation import gettext as _

from comptoir.accounts.models import Department
from comptoir.core.pdf import Standard, render
from comptoir.core.text import in_fours
from comptoir.invoicing.documents.colors import legible, valid
from comptoir.invoicing.logos import logo_of
from comptoir.invoicing.parties import Party

Fact = tuple[str, str]
Assets = dict[str, bytes]
"""Pictures by the name that the template knows them by."""


def letterhead(
    seller: Party,
    buyer: Party,
    department: Department,
    *,
    language: str,
    title: str,
    facts: Sequence[Fact],
    on: dt.date | None,
    attention: str = "",
    mark: str = "",
    is_draft: bool = False,
    is_letter: bool = False,
) -> dict[str, Any]:
    """The part of a template's data that `letterhead.typ` asks for.

    `on` is the document's day, `mark` a word beside its title; a letter is folded. Call it in the document's language.
    """
    color = valid(department.brand_color)
    return {
        "language": language,
        "title": title,
        "mark": mark,
        "is_draft": is_draft,
        "is_letter": is_letter,
        "on": [on.year, on.month, on.day] if on else None,
        "color": color,
        "ink": legible(color),
        "seller": _seller(seller),
        "addressee": {"name": buyer.name, "lines": _address(buyer, seller, attention, language)},
        "facts": [[label, _narrow(value)] for label, value in facts if value],
        "words": {"page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}},
    }


def printed(
    template: Path,
    data: dict[str, Any],
    department: Department,
    assets: Assets | None = None,
    standard: Standard | None = None,
) -> bytes:
    """The PDF, with the department's logo. A logo that nobody can draw any more never keeps a document from leaving."""
    logo, assets = logo_of(department), assets or {}
    try:
        return render(template, data, assets=assets | ({"logo": logo} if logo else {}), standard=standard)
    except typst.TypstError:
        if logo is None:
            raise
        return render(template, data, assets=assets, standard=standard)


def paragraphs(text: str) -> list[str]:
    """Divided where somebody left a line empty."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip("\n") for part in bare.split("\n\n") if part.strip()]


def _seller(seller: Party) -> dict[str, Any]:
    address = _place(seller)
    vat_number = _("VAT number: %(vat_number)s") % {"vat_number": seller.vat_number} if seller.vat_number else ""
    website = seller.website.removeprefix("https://").removeprefix("http://").rstrip("/")
    account = [
        f"IBAN\u00a0{in_fours(seller.iban)}" if seller.iban else "",
        f"BIC\u00a0{seller.bic}" if seller.bic else "",
    ]
    return {
        "name": seller.name,
        "lines": _known(*address, seller.phone, seller.email, website, vat_number),
        "sender": " · ".join(_known(seller.name, *address)),
        "foot": _known(seller.name, vat_number, *account),
        "footer": seller.footer,
    }


def _address(buyer: Party, seller: Party, attention: str, language: str) -> list[str]:
    """As on an envelope, below the name; a foreign country is named in the reader's language."""
    abroad = (
        str(Locale(language).territories.get(buyer.country, buyer.country)) if buyer.country != seller.country else ""
    )
    to = _("For the attention of %(name)s") % {"name": attention} if attention else ""
    return _known(to, buyer.addressee, *_place(buyer), abroad)


def _narrow(value: str) -> str:
    """`value` with places to divide a very long word at that the columns of the facts need."""
    return re.sub(r"\S{25,}", lambda word: re.sub(r"(.{12})", "\\1\u200b", word[0]), value)


def _place(party: Party) -> list[str]:
    return _known(party.line_1, f"{party.postal_code} {party.city}".strip())


def _known(*texts: str) -> list[str]:
    return [text for text in texts if text]
