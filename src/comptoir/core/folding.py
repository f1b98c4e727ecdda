"""Folding in the database: what `core.text.folded` does to what is typed, done to what is written in a column.

PostgreSQL has the function from migrations of the customers, and indexes on it where rows are many; the embedded
database calls Python's.
"""

from typing import Any

from django.db.models import Func, TextField

from comptoir.core.text import folded

FUNCTION = "comptoir_folded"
_FROM = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıłľñńňòóôõöøōőřśşšșťțùúûüūůűųýÿźżž"
_TO = "aaaaaaaaacccddeeeeeeeegiiiiiiillnnnoooooooorssssttuuuuuuuuyyzzz"
# In PL/pgSQL, so that it stays one function for the planner, who is told what it costs: looking at every row with it is
# never worth while when an index knows the few. Plain ASCII, which is most of what is written, needs no more than small
# letters: asking that first takes a thirtieth of the time, and every row that changes is folded anew for its index.
ON_POSTGRESQL = rf"""
CREATE OR REPLACE FUNCTION {FUNCTION}(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
BEGIN
  IF $1 !~ '[^\x01-\x7f]' THEN
    RETURN lower($1 COLLATE "C");
  END IF;
  RETURN replace(replace(replace(
    translate(lower($1), '{_FROM}{_FROM.upper()}ÆŒ', '{_TO}{_TO}æœ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
END
$$
"""


class Folded(Func):
    """The text of some columns, joined by spaces and folded."""

    function = FUNCTION
    arg_joiner = " || ' ' || "
    output_field = TextField()


def teach(connection: Any, **_: Any) -> None:
    """Give a new connection to the embedded database the function; for Django's `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, folded, deterministic=True)
