"""The demo's subscriptions come out as told, whatever day it is."""

import datetime as dt

import pytest

from comptoir.demo.companies import MIDI, NORD
from comptoir.demo.contracts import CONTRACTS, Contract
from comptoir.demo.people import SOFIE, STIJN
from comptoir.subscriptions.periods import Schedule

DAYS = [dt.date(2026, 11, 24) + dt.timedelta(days=days) for days in range(0, 1500, 11)]
MONTH_ENDS = [
    dt.date(2027, 1, 31),
    dt.date(2027, 2, 28),
    dt.date(2028, 2, 28),
    dt.date(2028, 2, 29),
    dt.date(2027, 12, 31),
]


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: f"{contract.customer}-{contract.title}")
def test_each_has_its_invoices_behind_it_and_the_rest_ahead(contract: Contract) -> None:
    for today in DAYS + MONTH_ENDS:
        billed = contract.billed_by(today)
        assert contract.billed <= len(billed) <= contract.billed + (2 if contract.day > 28 else 0)
        following = schedule(contract, today).nth(len(billed))
        if contract.ran_out:
            assert following is None
            assert billed[-1].bill_on < today
        else:
            assert following is not None
            assert billed[-1].bill_on <= contract.end(today) < following.bill_on


@pytest.mark.parametrize("twin", [MIDI, NORD, SOFIE, STIJN])
def test_twins_are_billed_tomorrow(twin: str) -> None:
    (contract,) = [contract for contract in CONTRACTS if contract.customer == twin]
    for today in DAYS + MONTH_ENDS:
        following = schedule(contract, today).nth(contract.billed)
        assert following is not None
        assert following.bill_on == today + dt.timedelta(days=1)


def schedule(contract: Contract, today: dt.date) -> Schedule:
    starts_on = contract.first_day(today)
    return Schedule(starts_on, contract.unit, contract.period, contract.in_advance, contract.last_day(starts_on))
