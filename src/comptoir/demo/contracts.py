"""The demo's subscriptions: who has one, how often it is billed, and how well it is paid."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, takewhile

from comptoir.core.days import end_of_month, plus_months
from comptoir.customers.models import Reason
from comptoir.demo.companies import MIDI, NORD
from comptoir.demo.days import working_day
from comptoir.demo.people import SOFIE, STIJN
from comptoir.subscriptions.models import Generation
from comptoir.subscriptions.periods import Period, Schedule


@dataclass(frozen=True)
class Contract:
    """A subscription and its story. `billed` periods lie behind it."""

    customer: str
    title: str
    price: str
    unit: str
    period: int
    billed: int
    day: int = 1
    """The day of the month on which periods begin; of cycles in weeks, how many days ahead the next one begins."""
    ahead: int = 0
    """How many whole months to skip before the next period, for long cycles."""
    in_advance: int = 0
    unpaid: int = 0
    """How many of its last periods are left unpaid; earlier ones are paid around their due date."""
    by_direct_debit: bool = False
    generation: str = Generation.BOOK_AND_SEND
    stopped: int = 0
    """How many days ago it was deactivated, by itself or with its customer."""
    ran_out: int = 0
    """How many days ago it ran out, having been made for a time only."""
    reason: str = ""
    """Why it was stopped, when not with its customer."""
    changed: tuple[int, str] | None = None
    """How many days ago its price changed, and to what."""
    paused: tuple[int, int] | None = None
    """How many days ago it was paused, and how many days from today it runs again: fewer than none if it does already."""
    ending: int = 0
    """How many days ago it was told to end with what is paid."""

    def first_day(self, today: dt.date) -> dt.date:
        """When it has to begin so that exactly the periods asked for (a few more at a month's end) are billed by today."""
        after = self.end(today) - dt.timedelta(days=self.ran_out)
        if self.unit == "week":
            following = after + dt.timedelta(days=self.day + self.in_advance)
            return following - dt.timedelta(weeks=self.period * self.billed)
        months = self.period * (12 if self.unit == "year" else 1)
        following = next(day for day in self._days_from(after) if day - dt.timedelta(days=self.in_advance) > after)
        # The 31st can only be kept by a contract that begins on one.
        starts = (plus_months(following.replace(day=1), self.ahead - months * billed) for billed in count(self.billed))
        return next(start.replace(day=self.day) for start in starts if end_of_month(start).day >= self.day)

    def last_day(self, starts_on: dt.date) -> dt.date | None:
        """The last day that it covers, if it was made for a time only."""
        if not self.ran_out:
            return None
        following = Schedule(starts_on, self.unit, self.period).nth(self.billed)
        return following.starts_on - dt.timedelta(days=1) if following else None

    def end(self, today: dt.date) -> dt.date:
        """The day until which it was billed: today, or the working day on which it was stopped."""
        return working_day(today - dt.timedelta(days=self.stopped)) if self.stopped else today

    def billed_by(self, today: dt.date) -> list[Period]:
        """The periods that are billed by `today`."""
        starts_on = self.first_day(today)
        schedule = Schedule(starts_on, self.unit, self.period, self.in_advance, self.last_day(starts_on))
        return list(takewhile(lambda period: period.bill_on <= self.end(today), schedule.since(0)))

    def _days_from(self, day: dt.date) -> Iterable[dt.date]:
        for months in count():
            month = plus_months(day.replace(day=1), months)
            yield month.replace(day=min(self.day, end_of_month(month).day))


CONTRACTS = (
    Contract(MIDI, "Entretien des chauffages de terrasse", "145.00", "week", 4, 8, unpaid=1),
    Contract(NORD, "Entretien des chauffages de terrasse", "168.00", "week", 4, 8, unpaid=1),
    Contract("Advocatenkantoor Claeys & Partners BV", "Onderhoud klimaatinstallatie", "310.00", "month", 1, 10,
             by_direct_debit=True, changed=(140, "335.00")),
    Contract("Basisschool De Wegwijzer VZW", "Onderhoud stookplaats", "540.00", "month", 3, 5, in_advance=14, ahead=1),
    Contract("Hotel Zeebries NV", "Onderhoud ventilatie en warmtepompen", "890.00", "month", 1, 7, 15, unpaid=1,
             changed=(80, "965.00")),
    Contract("Hôtel du Vieux Pont SA", "Contrat chaufferie, deux visites par an", "1240.00", "month", 6, 2, 1, 2,
             in_advance=28, paused=(60, -20)),
    Contract("Tandartspraktijk Lievens BV", "Jaarlijks onderhoud airconditioning", "420.00", "year", 1, 1, 10, 4),
    Contract("Kantoorpark Merwede B.V.", "Onderhoud luchtbehandeling, drie gebouwen", "1150.00", "month", 1, 9,
             changed=(110, "990.00")),
    Contract("Kwekerij Oosterhof B.V.", "Controle kasverwarming", "275.00", "month", 2, 5, 20,
             generation=Generation.DRAFT),
    Contract("Pharmacie de la Citadelle SELARL", "Filtration et climatisation", "260.00", "month", 3, 4, 5, 1,
             in_advance=7, paused=(10, 120)),
    Contract("Autohaus Brandt GmbH & Co. KG", "Wartung Hallenheizung", "385.00", "month", 1, 5, 31),
    Contract("Boulangerie Pirard SRL", "Remplacement des filtres du fournil", "78.00", "week", 2, 7, 5,
             by_direct_debit=True),
    Contract("Imprimerie Delattre SA", "Suivi de l'humidification de l'atelier", "465.00", "month", 4, 3, 12, 1,
             in_advance=21, reason=Reason.OTHER, ending=8),
    Contract("Librairie Page Suivante SRL", "Abonnement confort", "95.00", "month", 1, 5, 5, unpaid=2, stopped=45),
    Contract("Rheinblick Hotel GmbH", "Wartung Lüftungsanlage", "720.00", "month", 3, 3, unpaid=1, stopped=50),
    Contract("Transport Van Hecke NV", "Huur mobiele heaters, loods 2", "340.00", "month", 1, 4, 12, stopped=96,
             reason=Reason.END_OF_COOPERATION),
    Contract("Gasthaus Zur Alten Mühle GmbH", "Miete Terrassenstrahler, Saison", "180.00", "month", 1, 4, ran_out=60),
    Contract(SOFIE, "Comfortabonnement verwarming", "24.50", "week", 4, 5, unpaid=1),
    Contract(STIJN, "Comfortabonnement verwarming", "24.50", "week", 4, 5, unpaid=1),
    Contract("Anne-Sophie Gérard", "Entretien annuel de la chaudière", "165.00", "year", 1, 1, 18, 3),
    Contract("Pierre Wauters", "Entretien pompe à chaleur et adoucisseur", "138.00", "month", 6, 2, 8, 1),
    Contract("Lieve Hermans", "Comfortabonnement woning", "72.00", "month", 3, 4, 1, in_advance=14, by_direct_debit=True),
    Contract("Claudia Schmitz", "Heizungswartung, monatlich", "29.50", "month", 1, 6, 25),
    Contract("Emma Carlisle", "Boiler service every two years", "189.00", "year", 2, 1, 6, 13),
    Contract("Jean-Marie Renson", "Abonnement confort", "32.00", "month", 1, 4, 3, unpaid=2, stopped=50),
)  # fmt: skip
