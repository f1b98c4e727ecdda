"""Deactivating and reactivating many customers: what the page shows before, in totals and of each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from comptoir.bulk.models import BulkRow, BulkRun
from comptoir.bulk.stopping import LONGEST_NOTE, chosen
from comptoir.customers.models import Reason
from comptoir.lifecycle.foresight import AtStake, Stays, at_stake_of, foresee, foresee_resuming, stays_of
from comptoir.subscriptions.ending import When
from comptoir.web import speech
from comptoir.web.bulk.forms import OptionsForm
from comptoir.web.clock import now


class StoppingForm(OptionsForm):
    """The boxes, all unticked at first (R3), and why (R5)."""

    hold_invoices = forms.BooleanField(required=False)
    end_subscriptions = forms.BooleanField(required=False)
    when = forms.ChoiceField(required=False, choices=When.choices)
    credit_prepaid = forms.BooleanField(required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", gettext_lazy("No reason given")), *Reason.choices],
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=LONGEST_NOTE)
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


def foreseen(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """What deactivating those that are chosen would come to."""
    return {"foresight": foresee(chosen(run), account=run.account, at=now(request))}


def foreseen_resuming(request: HttpRequest, run: BulkRun) -> dict[str, Any]:
    """What reactivating those that are chosen would leave as it is."""
    return {"foresight": foresee_resuming(chosen(run), account=run.account)}


def at_stake(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Say of each what the boxes are about: "3 invoices, € 363.00 · 1 subscription, € 121.00/month"."""
    found = at_stake_of([row.record_id for row in rows], account=run.account)
    for row in rows:
        record = row.record  # type: ignore[attr-defined]
        if record is None or record.is_deactivated:
            row.detail = _("Deactivated already") if record else ""  # type: ignore[attr-defined]
        else:
            row.detail = _at_stake(found[row.record_id])  # type: ignore[attr-defined]


def staying(request: HttpRequest, run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Say of each what stays on hold and deactivated (R11)."""
    found = stays_of([row.record_id for row in rows], account=run.account)
    for row in rows:
        record = row.record  # type: ignore[attr-defined]
        if record is None or not record.is_deactivated:
            row.detail = _("Is active") if record else ""  # type: ignore[attr-defined]
        else:
            row.detail = _stays(found[row.record_id])  # type: ignore[attr-defined]


def told(options: dict[str, Any]) -> str:
    """What a run was answered: "Invoices on hold, subscriptions deactivated; bankruptcy"."""
    boxes = [_("invoices put on hold")] if options["hold_invoices"] else []
    boxes += [_("subscriptions deactivated")] if options["end_subscriptions"] else []
    why = [str(Reason(options["reason"]).label)] if options["reason"] else []
    return " · ".join(filter(None, [", ".join(boxes), *why, options["note"]]))


def deactivated(effects: dict[str, Any]) -> str:
    """What became of one: "Deactivated: 4 invoices on hold, 1 subscription ended"."""
    counted = [str(EFFECTS[name] % {"count": effects[name]}) for name in EFFECTS if name in effects]
    said = _("Deactivated: %(effects)s") % {"effects": ", ".join(counted)} if counted else _("Deactivated")
    if not (leaving := effects.get("leaving")):
        return said
    words = {"said": said, "numbers": ", ".join(leaving)}
    return _("%(said)s. A reminder was leaving at that very moment and may still arrive: %(numbers)s") % words


EFFECTS = {
    "held": ngettext_lazy("%(count)d invoice on hold", "%(count)d invoices on hold", "count"),
    "ended": ngettext_lazy("%(count)d subscription ended", "%(count)d subscriptions ended", "count"),
    "ending": ngettext_lazy(
        "%(count)d subscription ends with what was billed", "%(count)d subscriptions end with what was billed", "count"
    ),
    "credits": ngettext_lazy("%(count)d credit note prepared", "%(count)d credit notes prepared", "count"),
}
STAYS = {
    "on_hold": ngettext_lazy("%(count)d invoice stays on hold", "%(count)d invoices stay on hold", "count"),
    "ended": ngettext_lazy(
        "%(count)d subscription stays deactivated", "%(count)d subscriptions stay deactivated", "count"
    ),
    "paused": ngettext_lazy("%(count)d subscription stays paused", "%(count)d subscriptions stay paused", "count"),
}


def _at_stake(its: AtStake) -> str:
    invoices = ngettext("%(count)d invoice", "%(count)d invoices", its.invoices) % {"count": its.invoices}
    subscriptions = ngettext("%(count)d subscription", "%(count)d subscriptions", its.subscriptions)
    monthly = [_("%(amount)s/month") % {"amount": speech.money(amount, cur)} for cur, amount in its.per_month.items()]
    parts = [_("%(things)s, %(amount)s") % {"things": invoices, "amount": _sum(its.due)}] if its.invoices else []
    if its.subscriptions:
        words = {"things": subscriptions % {"count": its.subscriptions}, "amount": " + ".join(monthly)}
        parts.append(_("%(things)s, %(amount)s") % words)
    return " · ".join(parts) or _("Nothing unsettled, no active subscription")


def _stays(its: Stays) -> str:
    counted = [str(STAYS[name] % {"count": count}) for name, count in vars(its).items() if count]
    return " · ".join(counted) or _("Nothing is on hold or deactivated besides")


def _sum(amounts: dict[str, Decimal]) -> str:
    return " + ".join(speech.money(amount, currency) for currency, amount in amounts.items())
