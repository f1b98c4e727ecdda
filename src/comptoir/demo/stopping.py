"""With whom the demo's business has stopped, and with whom it has resumed."""

import datetime as dt
from dataclasses import dataclass

from comptoir.customers.models import Reason
from comptoir.demo.stage import Stage
from comptoir.lifecycle import deactivation, scheduling
from comptoir.lifecycle.models import Answers


@dataclass(frozen=True)
class Stop:
    """A customer was deactivated, and perhaps reactivated later. `by` as in Stage.staff."""

    customer: str
    days_ago: int
    by: str
    reason: str
    note: str = ""
    hold_invoices: bool = False
    end_subscriptions: bool = False
    resumed: int = 0
    """How many days ago it was reactivated; 0 for never."""
    in_days: int = 0
    """How many days from today it will be done, having been scheduled; 0 for at once."""
    resumed_by: str = "owner"


STOPS = (
    Stop("Librairie Page Suivante SRL", 45, "amelie", Reason.BANKRUPTCY, "Faillite prononcée à Mons. Créance déclarée.",
         hold_invoices=True, end_subscriptions=True),
    Stop("Rheinblick Hotel GmbH", 310, "koen", Reason.PAYMENT_DIFFICULTIES, "Ratenzahlung vereinbart.",
         hold_invoices=True, resumed=268),
    Stop("Rheinblick Hotel GmbH", 50, "owner", Reason.PAYMENT_DIFFICULTIES, "Second time; with our lawyer.",
         hold_invoices=True, end_subscriptions=True),
    Stop("Steuerkanzlei Albrecht PartG mbB", 200, "koen", Reason.END_OF_COOPERATION, "Kanzlei ist nach Köln gezogen."),
    Stop("Fitnessclub Kracht BV", 75, "amelie", Reason.PAYMENT_DIFFICULTIES, "Afbetalingsplan gevraagd.",
         hold_invoices=True, resumed=41, resumed_by="pieter"),
    Stop("Jean-Marie Renson", 50, "amelie", Reason.OTHER, "Décédé ; succession ouverte chez le notaire.",
         hold_invoices=True, end_subscriptions=True),
    Stop("Els Verhaegen", 190, "koen", Reason.END_OF_COOPERATION, "Verhuisd naar Spanje."),
    Stop("Gerd Paulus", 30, "sales", Reason.PAYMENT_DIFFICULTIES),
    Stop("Nathalie Simonis", 100, "amelie", Reason.PAYMENT_DIFFICULTIES, hold_invoices=True, resumed=62,
         resumed_by="sales"),
    Stop("Autohaus Brandt GmbH & Co. KG", 12, "owner", Reason.END_OF_COOPERATION, "Vertrag gekündigt; Halle wird verkauft.",
         hold_invoices=True, end_subscriptions=True, in_days=37),
)  # fmt: skip


def plan(stage: Stage, stop: Stop) -> None:
    """Put the deactivation on the agenda, and the reactivation."""

    def stops(at: dt.datetime) -> None:
        customer = stage.customers[stop.customer]
        who = {"by": stage.staff[stop.by], "at": at}
        answers: Answers = {
            "hold_invoices": stop.hold_invoices,
            "end_subscriptions": stop.end_subscriptions,
            "reason": stop.reason,
            "note": stop.note,
        }
        fingerprint = deactivation.preview(customer, at=at).fingerprint
        if stop.in_days:
            on = stage.today + dt.timedelta(days=stop.in_days)
            scheduling.schedule(customer, on=on, fingerprint=fingerprint, **who, **answers)
        else:
            deactivation.deactivate(customer, fingerprint=fingerprint, **who, **answers)

    def resumes(at: dt.datetime) -> None:
        deactivation.reactivate(stage.customers[stop.customer], by=stage.staff[stop.resumed_by], at=at)

    stage.put(stage.days_ago(stop.days_ago), stops)
    if stop.resumed:
        stage.put(stage.days_ago(stop.resumed), resumes)
