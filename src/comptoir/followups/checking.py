"""What a task, a call or a meeting may refer to: one rule for the three."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.customers.models import Kind
from comptoir.followups.models import Call, Meeting, Task

FollowUp = Task | Call | Meeting

NOT_OFFERED = _("Choose one from the list.")


def check(thing: FollowUp, fields: Collection[str]) -> None:
    """Refuse, among `fields`, what is not of the account, who can no longer be chosen, and what the model does not take.

    A deal is the customer's own. Raises ValidationError with an entry for each field at fault.
    """
    faults = _of_its_account(thing, fields)
    assignee, contact = (_chosen(thing, name, fields) for name in ("assignee", "contact"))
    if assignee and not assignee.is_active:
        faults["assignee"] = NOT_OFFERED
    if contact and contact.kind != Kind.CONTACT:
        faults["contact"] = _("Choose a person here, not a company.")
    if {"customer", "deal"} & set(fields) and thing.deal and thing.deal.customer_id != thing.customer_id:
        faults["deal"] = _("This deal is with another customer. Choose one of this customer’s deals.")
    if "title" in fields and not thing.title.strip():  # type: ignore[union-attr]
        faults["title"] = _("Please fill this in.")
    try:
        thing.clean_fields(exclude={field.name for field in thing._meta.fields if _is_not_plain(field, fields)})
    except ValidationError as wrong:
        faults = wrong.error_dict | faults
    if faults:
        raise ValidationError(faults)


def completed(thing: FollowUp, facts: Any) -> dict[str, Any]:
    """`facts` for `thing`; where they leave it with a deal and without a customer, the deal's customer is added."""
    deal, customer = facts.get("deal", thing.deal), facts.get("customer", thing.customer)
    return dict(facts) | ({"customer": deal.customer} if deal and not customer else {})


def _of_its_account(thing: FollowUp, fields: Collection[str]) -> dict[str, Any]:
    chosen = {name: _chosen(thing, name, fields) for name in ("customer", "contact", "deal", "assignee")}
    return {name: NOT_OFFERED for name, each in chosen.items() if each and each.account_id != thing.account_id}


def _chosen(thing: FollowUp, name: str, fields: Collection[str]) -> Any:
    return getattr(thing, name, None) if name in fields else None


def _is_not_plain(field: Any, fields: Collection[str]) -> bool:
    """Relations are checked above, without a query each."""
    return field.is_relation or field.name not in fields
