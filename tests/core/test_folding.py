"""What the database folds and what Python folds of what is typed has to be the same text, or the search misses it."""

import pytest
from django.db.models import Value

from comptoir.accounts.models import Account
from comptoir.core.folding import Folded
from comptoir.core.text import folded
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def in_the_database(text: str) -> str:
    an_account()
    return Account.objects.values_list(Folded(Value(text)), flat=True).get()


@pytest.mark.parametrize(
    "text", ["", "Iffy's 2026/118 +++090/9337/55493+++ ~{I}", "Crème BRÛLÉE, Straße, Œuvre, Łódź İ ı"]
)
def test_the_database_folds_as_python_does(text: str) -> None:
    assert in_the_database(text) == folded(text)
