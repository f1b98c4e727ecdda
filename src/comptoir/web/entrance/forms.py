"""allauth's forms in Comptoir's words."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

from comptoir.web.forms import Manners


class LoginForm(Manners, forms.LoginForm):
    """E-mail and password; the way back to a forgotten one stands on the page itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["login"], _("E-mail"), autocomplete="username", autofocus=True)
        _dress(self.fields["password"], _("Password"), autocomplete="current-password")
        self.fields["remember"].label = _("Stay logged in")


class ResetPasswordForm(Manners, forms.ResetPasswordForm):
    """Asks for the e-mail that a link is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["email"], _("E-mail"), autocomplete="username", autofocus=True)


class ResetPasswordKeyForm(Manners, forms.ResetPasswordKeyForm):
    """Asks for a new password, for somebody who followed the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_new(self)


class ChangePasswordForm(Manners, forms.ChangePasswordForm):
    """Asks for the present and for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["oldpassword"], _("Present password"), autocomplete="current-password")
        _dress_new(self)


def _dress_new(form: Any) -> None:
    _dress(form.fields["password1"], _("New password"), autocomplete="new-password")
    _dress(form.fields["password2"], _("New password, once more"), autocomplete="new-password")
    form.fields["password1"].help_text = _("At least 10 characters.")


def _dress(field: Any, label: Any, **attrs: Any) -> None:
    field.label, field.help_text, field.widget.attrs = label, "", attrs
