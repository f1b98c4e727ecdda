"""The kinds of rule fields: which comparisons each offers, how its value is read, and what it asks of the database.

A kind needs one or two conditions from its declaration (see `fields`) and derives every comparison from them, so that
"is not" is always exactly the rest of "equals", and "at most" the rest of "more than" among what can be compared.
"""

from comptoir.segments.kinds.choices import Choice, YesNo
from comptoir.segments.kinds.dates import Date
from comptoir.segments.kinds.field import EVERYTHING, HIDDEN, NOTHING, Field
from comptoir.segments.kinds.having import Having
from comptoir.segments.kinds.measured import Amount, Days, Number
from comptoir.segments.kinds.texts import Text

__all__ = [
    "EVERYTHING",
    "HIDDEN",
    "NOTHING",
    "Amount",
    "Choice",
    "Date",
    "Days",
    "Field",
    "Having",
    "Number",
    "Text",
    "YesNo",
]
