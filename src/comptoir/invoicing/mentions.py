"""What a document has to say where it charges no VAT."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from comptoir.invoicing.models import WITH_MENTION, Category, TaxRate


def mention_of(rate: TaxRate, *, language: str) -> str:
    """The legal mention of a rate: its own words, else the usual ones of its category in `language`; empty if none is due."""
    if rate.category not in WITH_MENTION:
        return ""
    return rate.legal_mention or usual(rate.category, language=language)


def usual(category: str, *, language: str) -> str:
    """The usual words of a category in `language` (Directive 2006/112/EC, articles 132, 138, 146 and 196)."""
    with override(language):
        return {
            Category.EXEMPT: _("Exempt from VAT: article 132 of Directive 2006/112/EC."),
            Category.REVERSE_CHARGE: _("Reverse charge: VAT to be accounted for by the customer."),
            Category.INTRA_COMMUNITY: _(
                "Exempt intra-Community supply of goods: article 138 of Directive 2006/112/EC."
            ),
            Category.EXPORT: _("Exempt export: article 146 of Directive 2006/112/EC."),
            Category.OUTSIDE_SCOPE: _("Not subject to VAT."),
        }.get(Category(category), "")


def with_mentions(taxes: list[dict[str, str]], rates: Iterable[TaxRate], *, language: str) -> list[dict[str, str]]:
    """`taxes` as a document keeps them, with the mentions of the rates that its lines have."""
    mentions: dict[str, list[str]] = {}
    for rate in rates:
        sentence = mention_of(rate, language=language)
        if sentence and sentence not in mentions.setdefault(rate.category, []):
            mentions[rate.category].append(sentence)
    return [
        tax | ({"mention": " ".join(its)} if (its := mentions.get(tax.get("category", ""))) else {}) for tax in taxes
    ]
