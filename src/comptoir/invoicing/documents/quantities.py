"""How documents put quantities: `12.5 hours`."""

import math
from decimal import Decimal

from django.utils.translation import ngettext

from comptoir.core.formats import Formats
from comptoir.core.units import UnitOfMeasure


def counted(quantity: Decimal, unit: str, formats: Formats) -> str:
    """`12.5 hours`; only the number where no unit was chosen, or one that nobody knows."""
    number = formats.number(quantity)
    sentence = _sentences(math.ceil(abs(quantity))).get(unit)
    return sentence % {"number": number} if sentence else number


def _sentences(count: int) -> dict[str, str]:
    """A part of one is one; more than one is many."""
    return {
        UnitOfMeasure.PIECE: ngettext("%(number)s piece", "%(number)s pieces", count),
        UnitOfMeasure.HOUR: ngettext("%(number)s hour", "%(number)s hours", count),
        UnitOfMeasure.DAY: ngettext("%(number)s day", "%(number)s days", count),
        UnitOfMeasure.WEEK: ngettext("%(number)s week", "%(number)s weeks", count),
        UnitOfMeasure.MONTH: ngettext("%(number)s month", "%(number)s months", count),
        UnitOfMeasure.YEAR: ngettext("%(number)s year", "%(number)s years", count),
        UnitOfMeasure.MINUTE: ngettext("%(number)s minute", "%(number)s minutes", count),
        UnitOfMeasure.KILOMETRE: "%(number)s km",
        UnitOfMeasure.METRE: "%(number)s m",
        UnitOfMeasure.SQUARE_METRE: "%(number)s m²",
        UnitOfMeasure.CUBIC_METRE: "%(number)s m³",
        UnitOfMeasure.LITRE: ngettext("%(number)s litre", "%(number)s litres", count),
        UnitOfMeasure.KILOGRAM: "%(number)s kg",
        UnitOfMeasure.TONNE: ngettext("%(number)s tonne", "%(number)s tonnes", count),
        UnitOfMeasure.KILOWATT_HOUR: "%(number)s kWh",
        UnitOfMeasure.SET: ngettext("%(number)s set", "%(number)s sets", count),
        UnitOfMeasure.BOX: ngettext("%(number)s box", "%(number)s boxes", count),
        UnitOfMeasure.PALLET: ngettext("%(number)s pallet", "%(number)s pallets", count),
    }
