"""How allauth behaves here: nobody signs up, accounts are made by `./run create-account` and by owners."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Entrance(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: users belong to an account, which its owner decides about."""
        return False
