"""The fields that accounts add themselves: each kind of them is asked as what it is."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comptoir.custom_fields.models import About as Context
from comptoir.custom_fields.models import CustomField, CustomValue, FieldKind
from comptoir.segments.asked import Asked
from comptoir.segments.fields.of_customer import BEGINS, of_customer
from comptoir.segments.kinds import Amount, Choice, Date, Field, Having, Number, Text, YesNo
from comptoir.segments.models import About

PREFIX = "custom:"
FINEST = Decimal("0.000001")
MOST = Decimal(10**12)

CONTEXTS: dict[str, tuple[str, ...]] = {
    About.CUSTOMER: (Context.CONTACT, Context.COMPANY),
    About.INVOICE: (Context.INVOICE,),
    About.SUBSCRIPTION: (Context.SUBSCRIPTION,),
    About.DEAL: (Context.DEAL,),
}
HEADINGS = {
    Context.CONTACT: _("Your own fields of contacts"),
    Context.COMPANY: _("Your own fields of companies"),
}


def all_of(asked: Asked, about: str) -> list[Field]:
    """The account's own fields of `about`, and those of the customer whose it is."""
    own = [_field(each) for each in asked.custom_fields.values() if each.about in CONTEXTS[about]]
    return own if about == About.CUSTOMER else [*own, *map(of_customer, all_of(asked, About.CUSTOMER))]


def find(name: str, *, asked: Asked, about: str) -> Field | None:
    """The one of this name, or None. Nothing is read for a name that is not one of theirs."""
    if about != About.CUSTOMER and name.startswith(f"{BEGINS}{PREFIX}"):
        its = find(name.removeprefix(BEGINS), asked=asked, about=About.CUSTOMER)
        return its and of_customer(its)
    if not name.startswith(PREFIX):
        return None
    field = asked.custom_fields.get(name.removeprefix(PREFIX))
    return _field(field) if field and field.about in CONTEXTS[about] else None


def _field(field: CustomField) -> Field:
    facts: dict[str, Any] = {
        "name": f"{PREFIX}{field.pk}",
        "label": field.label,
        "heading": HEADINGS.get(Context(field.about), _("Your own fields")),
    }

    def having(**condition: Any) -> Q:
        return Having((CustomValue.objects.filter(field=field.pk, **condition), "record_id"))

    def filled(asked: Asked) -> Q:
        return having()

    def by_number(asked: Asked, number: Decimal) -> Q:
        return having(number__gte=number)

    def by_day(asked: Asked, day: dt.date) -> Q:
        return having(day__gte=day)

    match field.kind:
        case FieldKind.NUMBER | FieldKind.INTEGER:
            step = Decimal(1) if field.kind == FieldKind.INTEGER else FINEST
            return Number(**facts, known=filled, filled=filled, at_least=by_number, step=step, least=-MOST, most=MOST)
        case FieldKind.MONEY:
            return Amount(**facts, known=filled, filled=filled, at_least=by_number)
        case FieldKind.DATE:
            return Date(**facts, since=by_day, present=filled, ahead=True)
        case FieldKind.BOOLEAN:
            return YesNo(**facts, yes=lambda asked: having(yes=True))
        case FieldKind.SINGLE_SELECT | FieldKind.MULTI_SELECT:
            return Choice(
                **facts,
                known=lambda asked: {option["id"]: option["value"] for option in field.options},
                equals=lambda asked, option: having(option=option),
                filled=filled,
                gone=_("This option no longer exists."),
            )
    return Text(
        **facts,
        equals=lambda words: having(folded=words),
        contains=lambda words: having(folded__contains=words),
        starts_with=lambda words: having(folded__startswith=words),
        filled=having,
    )
