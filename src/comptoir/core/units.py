"""Units of measure, by their codes in UN/ECE recommendation 20, which electronic invoices speak (EN 16931, BT-130)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NO_UNIT = "C62"
"""The code for "one": what an electronic invoice says where no unit was chosen."""


class UnitOfMeasure(models.TextChoices):
    """What a quantity counts, named in the reader's language."""

    PIECE = "H87", _("piece")
    HOUR = "HUR", _("hour")
    DAY = "DAY", _("day")
    WEEK = "WEE", _("week")
    MONTH = "MON", _("month")
    YEAR = "ANN", _("year")
    MINUTE = "MIN", _("minute")
    KILOMETRE = "KMT", _("km")
    METRE = "MTR", _("m")
    SQUARE_METRE = "MTK", _("m²")
    CUBIC_METRE = "MTQ", _("m³")
    LITRE = "LTR", _("litre")
    KILOGRAM = "KGM", _("kg")
    TONNE = "TNE", _("tonne")
    KILOWATT_HOUR = "KWH", _("kWh")
    SET = "SET", _("set")
    BOX = "XBX", _("box")
    PALLET = "XPX", _("pallet")
