"""The walls between accounts (G6): every row belongs to one account and is found through it."""

from typing import Self

from django.db import models

from comptoir.accounts.models import Account


class OwnedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows of many accounts. Doors begin every search with `of`."""

    def of(self, account: Account) -> Self:
        """Only the rows of `account`."""
        return self.filter(account=account)
