"""The demo keeps away from a real installation's data."""

import pytest
from django.core.management import CommandError

from comptoir.demo.management.commands import demo
from tests.factories import a_user, an_account

pytestmark = pytest.mark.django_db


def test_other_data_is_refused():
    a_user(an_account(), email="somebody@real.example")
    with pytest.raises(CommandError, match="holds other data than the demo's"):
        demo.refuse_other_data()


def test_its_own_data_and_an_empty_database_are_not():
    demo.refuse_other_data()
    a_user(an_account(), email="owner@demo.example")
    demo.refuse_other_data()
