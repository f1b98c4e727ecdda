"""How many rows there are, counted up to a limit."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class Capped(Subquery):
    """The number of `rows`, as an expression; one more than `limit` stands for more."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: "QuerySet[Any]", limit: int) -> None:
        super().__init__(rows.order_by()[: limit + 1])
