"""Rules in an address: read back as they were written, refused when they are none."""

import base64
import json
from typing import Any

import pytest

from comptoir.segments.choosing import NoSuchSegment, choose
from comptoir.segments.unsaved import Unreadable, Unsaved, from_key
from tests.factories import a_member, a_user, an_account

RULES = [
    {"field": "name", "operator": "contains", "value": "Café ⚓"},
    {"match": "any", "rules": [{"field": "active", "operator": "equals", "value": "no"}]},
]


def a_key(said: Any) -> str:
    return "~" + base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def test_rules_are_read_back_as_they_were_written() -> None:
    for length in range(6):
        segment = Unsaved("customer", "any", RULES, "é" * length)
        assert from_key(segment.key) == segment
        assert segment.key.isascii()


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        [],
        ["customer", "all", []],
        ["robot", "all", [], ""],
        ["customer", "sideways", [], ""],
        ["customer", "all", {}, ""],
        ["customer", "all", [], None],
        ["customer", "all", [], "x" * 101],
        ["customer", "all", [], "\0"],
        ["customer", "all", ["\ud800"], ""],
        [[], {}, [], ""],
    ],
    ids=repr,
)
def test_what_says_no_rules_is_refused(said: Any) -> None:
    with pytest.raises(Unreadable):
        from_key(a_key(said))


@pytest.mark.parametrize("text", ["", "A", "é", "~", "A" * 9000, base64.b64encode(b"[" * 4000).decode()], ids=range(6))
def test_what_is_no_text_of_ours_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        from_key(f"~{text}")


@pytest.mark.django_db
def test_they_are_there_for_everybody_who_sees_their_subject() -> None:
    account = an_account()
    key = Unsaved("invoice", "all", []).key
    assert choose(key, by=a_user(account)).about == "invoice"
    assert choose(key, by=a_user(account), about="invoice").key == key
    with pytest.raises(NoSuchSegment):
        choose(key, by=a_user(account), about="deal")
    with pytest.raises(NoSuchSegment):
        choose(key, by=a_member(account, hidden=["invoices"]))
    with pytest.raises(NoSuchSegment):
        choose("~nonsense", by=a_user(account))
