"""The tests' database is the one that was asked for."""

import os

import pytest
from django.db import connection

from comptoir.accounts.models import Account


@pytest.mark.django_db
def test_it_has_the_tables():
    assert Account.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_runs_the_tests_that_need_it():
    assert os.environ["DATABASE_URL"].startswith("postgres")
    assert connection.vendor == "postgresql"
