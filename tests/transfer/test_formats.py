"""How a column writes dates and amounts: told by all its cells together."""

import pytest

from comptoir.transfer.formats import Column


def told(*cells: str) -> tuple[list[str], list[str]]:
    column = Column("C")
    for cell in cells:
        column.see(cell)
    return column.told()["dates"], column.told()["signs"]


@pytest.mark.parametrize(
    ("cells", "dates"),
    [
        (("2026-11-24", "2026-01-02"), ["YYYY-MM-DD"]),
        (("2026-11-24 00:00:00",), ["YYYY-MM-DD"]),
        (("3/4/2026", "13/4/2026"), ["D/M/YYYY"]),
        (("3/4/2026", "4/13/2026"), ["M/D/YYYY"]),
        (("13/4/2026", "3/4/2026"), ["D/M/YYYY"]),
        (("3/4/2026", "5/6/2026"), ["D/M/YYYY", "M/D/YYYY"]),
        (("24.11.26", "1.2.26"), ["D.M.YY"]),
        (("3/4/26", "30/4/26"), ["D/M/YY"]),
        (("46350", "46351"), ["serial"]),
        (("3/4/2026", "unknown", "", "13/4/2026"), ["D/M/YYYY"]),
        (("Anna", "Bert"), []),
    ],
)
def test_dates(cells: tuple[str, ...], dates: list[str]) -> None:
    assert told(*cells)[0] == dates


def test_dates_that_contradict_each_other_are_not_decided() -> None:
    assert len(told("13/4/2026", "4/13/2026")[0]) > 2


@pytest.mark.parametrize(
    ("cells", "signs"),
    [
        (("1.234,56",), ["comma"]),
        (("1,234.56",), ["point"]),
        (("1 234,56",), ["comma"]),
        (("1'234.56",), ["point"]),
        (("1234",), ["point"]),
        (("1.234", "5.678"), ["point", "comma"]),
        (("1.234", "0,5"), ["comma"]),
        (("1,234", "99"), ["point", "comma"]),
        (("1.234.567",), ["comma"]),
        (("1,5", "free", "2,5"), ["comma"]),
        (("1,5", "1.55"), ["point", "comma"]),
    ],
)
def test_amounts(cells: tuple[str, ...], signs: list[str]) -> None:
    assert told(*cells)[1] == signs


def test_samples_are_the_first_different_ones() -> None:
    column = Column("C")
    for cell in ("a", "", "a", "b", "c", "d"):
        column.see(cell)
    assert column.told()["samples"] == ["a", "b", "c"]
