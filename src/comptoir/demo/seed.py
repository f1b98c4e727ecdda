"""The demo: a business in Brussels and Utrecht with eighteen months behind it, and a small one on the plan GO.

Everything is done by the verbs that people use, each at its moment in the past, so the timelines tell a true story.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import cycle, islice

from django.db import transaction

from comptoir.core.units import UnitOfMeasure
from comptoir.customers.models import Tag
from comptoir.demo import go, joining, mornings, noting, pursuing, selling, stopping, subscribing
from comptoir.demo.catalogue import ITEMS, LABOUR, TRAVEL
from comptoir.demo.companies import COMPANIES, Company
from comptoir.demo.contracts import CONTRACTS, Contract
from comptoir.demo.days import working_day_after, working_day_before
from comptoir.demo.fields import keep_fields
from comptoir.demo.people import PEOPLE, Person
from comptoir.demo.prospects import PROSPECTS, Prospect
from comptoir.demo.selling import Buyer
from comptoir.demo.staff import open_boost, open_go
from comptoir.demo.stage import Stage
from comptoir.demo.stopping import STOPS, Stop
from comptoir.invoicing.products import add_product
from comptoir.segments import keeping
from comptoir.segments.models import Match

INVOICES = 300


def seed(*, now: dt.datetime) -> None:
    """Make both businesses, as they stand at the moment `now`. All of it, or nothing when it is interrupted."""
    with transaction.atomic():
        boost = open_boost(now)
        tell(boost, COMPANIES, PEOPLE, CONTRACTS, STOPS, PROSPECTS, invoices=INVOICES)
        keep_segments(boost)
        keep_products(boost)
        keep_fields(boost)
        tell(open_go(now), go.COMPANIES, go.PEOPLE, (), (), (), invoices=go.INVOICES)


def tell(
    stage: Stage,
    companies: Sequence[Company],
    people: Sequence[Person],
    contracts: Sequence[Contract],
    stops: Sequence[Stop],
    prospects: Sequence[Prospect],
    *,
    invoices: int,
) -> None:
    """Put everything on the agenda, exactly so many `invoices` among it, and let it happen."""
    stage.in_the_morning = lambda at: mornings.morning(stage, at=at)
    buyers = cast(stage, companies, people, contracts)
    stop_with = {stop.customer for stop in stops}
    for stop in stops:
        buyers[stop.customer].stopped_on = min(buyers[stop.customer].stopped_on, stage.days_ago(stop.days_ago))
        stopping.plan(stage, stop)
    for contract in contracts:
        alone = bool(contract.stopped) and contract.customer not in stop_with
        subscribing.plan(stage, contract, country=buyers[contract.customer].country, ends_alone=alone)
    plots = [(buyer, fate) for buyer in buyers.values() for fate in selling.fates(buyer.plot)]
    billed = sum(len(contract.billed_by(stage.today)) for contract in contracts)
    accepted = sum(offer.fate == "accepted" for prospect in prospects for offer in prospect.offers)
    regulars = [buyer for buyer in buyers.values() if "paid" in buyer.plot and buyer.name not in stop_with]
    stage.rng.shuffle(regulars)
    others = [
        (buyer, selling.settled_somehow(stage))
        for buyer in islice(cycle(regulars), invoices - billed - accepted - len(plots))
    ]
    for buyer, fate in plots + others:
        selling.plan(stage, buyer, fate)
    if prospects:
        pursuing.plan(stage, prospects)
        noting.plan(stage, among=buyers)
    for days in range(3):  # whatever was missed, so that the first real run finds nothing left over
        stage.wake(stage.today - dt.timedelta(days=days))
    stage.play()


def cast(
    stage: Stage, companies: Sequence[Company], people: Sequence[Person], contracts: Sequence[Contract]
) -> dict[str, Buyer]:
    """Let everybody become a customer early enough for what they do. Returns them by name."""
    buyers: dict[str, Buyer] = {}
    known_by = {company.name: company for company in companies}
    for company in companies:
        buyer = Buyer(company.full_name, company.country, company.trade, joining.term_of(company), company.plot)
        buyer.attention = next((p.full_name for p in people if p.works_for == company.name and not p.decides), "")
        buyer.joined_on = _early_enough(stage, buyer, company.joined, contracts)
        buyers[buyer.name] = buyer
        joining.company_joins(stage, company, on=buyer.joined_on)
    for person in people:
        buyer = Buyer(person.full_name, person.country, "home", ("after_invoice_date", person.term), person.plot)
        employers = [known_by[name] for name in (person.works_for, person.also_works_for) if name]
        with_them = [buyers[employer.full_name].joined_on for employer in employers]
        long_ago = person.joined or (with_them and (stage.today - with_them[0]).days) or 0
        buyer.joined_on = _early_enough(stage, buyer, long_ago, contracts)
        buyers[buyer.name] = buyer
        joining.person_joins(stage, person, on=buyer.joined_on)
        for employer, joined_on in zip(employers, with_them, strict=True):
            joining.link(stage, person, employer, on=working_day_after(max(joined_on, buyer.joined_on)))
    return buyers


def _early_enough(stage: Stage, buyer: Buyer, joined: int, contracts: Sequence[Contract]) -> dt.date:
    joined = joined or stage.rng.randint(430, 545)
    needed = [selling.days_needed(fate, buyer.term) for fate in selling.fates(buyer.plot)]
    signed = [subscribing.signed_on(stage, contract) for contract in contracts if contract.customer == buyer.name]
    return min([stage.days_ago(max([joined, *needed])), *(working_day_before(day) for day in signed)])


def keep_segments(stage: Stage) -> None:
    """Two segments: one for everybody, one that only its maker sees."""
    at = stage.account.morning(stage.days_ago(20))
    prospects = Tag.objects.of(stage.account).get(name="prospect")
    keeping.create(
        name="France: € 1,000 or more outstanding",
        match=Match.ALL,
        rules=[
            {"field": "country", "operator": "equals", "value": "FR"},
            {"field": "outstanding", "operator": "at_least", "value": "1000"},
        ],
        by=stage.staff["owner"],
        at=at,
        shared=True,
    )
    keeping.create(
        name="My prospects",
        match=Match.ALL,
        rules=[{"field": "tag", "operator": "equals", "value": str(prospects.pk)}],
        by=stage.staff["sales"],
        at=at,
    )


def keep_products(stage: Stage) -> None:
    """Write down what it sells, to pick from, in the account's language."""
    for item in (LABOUR, TRAVEL, *ITEMS):
        add_product(
            account=stage.account,
            name=item.words[stage.account.language],
            selling_price=Decimal(item.price),
            unit_of_measure=UnitOfMeasure.HOUR if item is LABOUR else "",
            by=stage.staff["owner"],
            at=stage.account.morning(stage.days_ago(30)),
        )
