"""`./run create-account` opens an account for somebody who can log in at once, or says what is wrong."""

import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comptoir.accounts.models import Account, User
from comptoir.jobs.management.commands import create_account
from comptoir.lifecycle.departments import SCHEDULE

pytestmark = pytest.mark.django_db

GOOD = "a long enough secret"


def create(monkeypatch: pytest.MonkeyPatch, password: str = GOOD, **options: Any) -> str:
    options = {"name": "Atelier Nord", "email": "Ada@nord.example", "owner": "Ada de Vries"} | options
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("create_account", password_stdin=True, stdout=said, **options)
    return said.getvalue()


def test_the_account_has_all_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    said = create(monkeypatch, plan="move", country="nl", language="nl", time_zone="Europe/Amsterdam")
    account = Account.objects.get()
    assert (account.name, account.plan, account.language) == ("Atelier Nord", "move", "nl")
    department = account.departments.get()
    assert (department.name, department.country, department.is_default) == ("Atelier Nord", "NL", True)
    assert [f"{rate.rate:f}" for rate in department.tax_rates.all()] == ["0.21000", "0.09000", *["0.00000"] * 6]
    assert [step.days_overdue for step in department.reminder_steps.all()] == [days for days, __ in SCHEDULE]
    owner = account.users.get()
    assert (owner.email, owner.first_name, owner.last_name) == ("ada@nord.example", "Ada de", "Vries")
    assert (owner.role, owner.language) == ("owner", "nl")
    assert owner.check_password(GOOD)
    assert said.startswith("Atelier Nord is ready. Log in at http")


def test_everything_wrong_is_said_at_once_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError) as refusal:
        create(monkeypatch, "short", name=" ", email="ada", owner="", country="XX", time_zone="Europe/Nowhere")
    assert str(refusal.value).splitlines() == [
        "No account was made.",
        "This field cannot be blank. (--name)",
        "“Europe/Nowhere” is not a time zone. (--time-zone)",
        "Enter a valid email address. (--email)",
        "This field cannot be blank. (--owner)",
        "Country: XX is not a country. Choose one from the list. (--country)",
        "This password is too short. It must contain at least 10 characters. (password)",
    ]
    assert not Account.objects.exists()


def test_an_e_mail_logs_in_to_one_account_only(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch)
    with pytest.raises(CommandError, match=r"somebody logs in with ada@nord\.example already"):
        create(monkeypatch, name="Another", email="ADA@NORD.example")
    assert User.objects.count() == Account.objects.count() == 1


def test_without_a_terminal_the_password_comes_from_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(CommandError, match="--password-stdin"):
        call_command("create_account", name="Atelier", email="ada@nord.example", owner="Ada")


def test_at_a_terminal_it_is_asked_for_until_it_is_good_and_typed_the_same_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed = iter(["one secret or so", "another secret", "short", "short", GOOD, GOOD])
    monkeypatch.setattr(create_account.getpass, "getpass", lambda prompt: next(typed))
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    said, complained = io.StringIO(), io.StringIO()
    call_command(
        "create_account",
        name="Atelier",
        email="ada@nord.example",
        owner="Ada",
        stdout=said,
        stderr=complained,
    )
    assert User.objects.get().check_password(GOOD)
    assert "not the same" in complained.getvalue()
    assert "too short" in complained.getvalue()
