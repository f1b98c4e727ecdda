"""What the demo business wants to know besides: what its customers have standing there, and which machine is looked after."""

import datetime as dt
from typing import Any

from comptoir.custom_fields.defining import add_field
from comptoir.custom_fields.models import About, CustomField, FieldKind
from comptoir.customers.models import Kind
from comptoir.demo.stage import Stage
from comptoir.lifecycle import editing
from comptoir.subscriptions.annotating import annotate
from comptoir.subscriptions.models import Subscription

EQUIPMENT = ("Terrace heating", "Heat pump", "Ventilation", "Cold room")
KNOWN_OF = 8
"""So many subscriptions and their customers have them filled in."""


def keep_fields(stage: Stage) -> None:
    """Add custom fields of companies, invoices and subscriptions, and fill some in."""
    made_at = stage.account.morning(stage.days_ago(30))
    equipment = _add(stage, made_at, About.COMPANY, "Equipment", FieldKind.MULTI_SELECT, options=EQUIPMENT)
    until = _add(stage, made_at, About.COMPANY, "Guaranteed until", FieldKind.DATE)
    floor = _add(stage, made_at, About.COMPANY, "Floor area in m²", FieldKind.INTEGER)
    machine = _add(stage, made_at, About.SUBSCRIPTION, "Machine number", FieldKind.SINGLE_LINE)
    _add(stage, made_at, About.INVOICE, "Project code", FieldKind.SINGLE_LINE)
    at, by = stage.account.morning(stage.days_ago(12)), stage.staff["owner"]
    running = Subscription.objects.of(stage.account).filter(bill_on__isnull=False, customer__deactivated_at=None)
    looked_after = running.select_related("customer__account").filter(customer__added_at__lt=at, created_at__lt=at)
    for number, subscription in enumerate(looked_after.order_by("created_at", "pk")[:KNOWN_OF]):
        annotate(subscription, {machine.pk: f"TH-{4107 + 13 * number}"}, by=by, at=at)
        if subscription.customer.kind == Kind.COMPANY:
            chosen = [option["id"] for option in equipment.options[number % 2 : number % 2 + 2]]
            day = stage.today + dt.timedelta(days=90 * number - 60)
            facts = {equipment.pk: chosen, until.pk: day, floor.pk: 120 + 35 * number}
            editing.edit(subscription.customer, custom=facts, by=by, at=at)


def _add(stage: Stage, at: dt.datetime, about: str, label: str, kind: str, **facts: Any) -> CustomField:
    by = stage.staff["owner"]
    return add_field(stage.account, about=about, label=label, kind=kind, by=by, at=at, **facts)
