"""How allauth behaves here: nobody signs up; accounts are made on the command line, users by owners and admins."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Entrance(DefaultAccountAdapter):
    """Log-in only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail and password do not belong together. Please type both again."),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: users belong to an account, which its owner decides about."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own settings."""
        return reverse("settings")

    def get_from_email(self) -> Any:
        """The sender of the settings."""
        return None

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is, without a prefix."""
        return subject
