"""Headers are written as the standard library writes them, only sooner."""

from email import policy

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comptoir.core.mail.headers import ADDRESSES, LINE, POLICY, plain

SUBJECT = "Reminder: invoice 2026/118 of 1 October 2026"


def usual(name: str, value: str) -> str:
    """What the standard library makes of it."""
    return str(policy.SMTP.header_factory(name, value).fold(policy=policy.SMTP))


@given(st.text(st.characters(codec="ascii") | st.sampled_from("  =?é"), max_size=90))
@example(SUBJECT)
@example("x" * (LINE - len("Subject: ")))
@example("=?utf-8?q?=C3=A9?=")
def test_a_plain_line_of_text(value: str) -> None:
    header = plain("Subject", value)
    assert header is None or POLICY.fold("Subject", header) == usual("Subject", value)


@given(st.text("aB0.,@ =?_-+'\"é", max_size=60))
@example("info@midi.example, anne.o'neill+billing@nord.example")
@example("info@midi.example, =?utf-8?q?a?=@nord.example")
def test_a_plain_line_of_addresses(value: str) -> None:
    header = plain("To", value, ADDRESSES)
    assert header is None or POLICY.fold("To", header) == usual("To", value)


def test_most_are_plain() -> None:
    assert plain("Subject", SUBJECT) == SUBJECT
    assert plain("Date", "Tue, 24 Nov 2026 09:30:00 +0000") == "Tue, 24 Nov 2026 09:30:00 +0000"
    assert plain("To", "info@midi.example", ADDRESSES) == "info@midi.example"


@pytest.mark.parametrize("value", ["", "Rappel : facture échue", "=?utf-8?q?=C3=A9?=", "x\ty", "x" * 70])
def test_what_is_not_plain_is_left_to_the_standard_library(value: str) -> None:
    assert plain("Subject", value) is None


def test_a_header_that_is_kept_is_written_alike_each_time() -> None:
    header = POLICY.header_factory("From", "Café <us@nord.example>")
    assert [header.fold(policy=POLICY) for __ in range(2)] == ["From: =?utf-8?q?Caf=C3=A9?= <us@nord.example>\r\n"] * 2
