"""The account's own lists that several fields choose from."""

from comptoir.core.countries import country_choices
from comptoir.segments.asked import Asked


def countries(asked: Asked) -> dict[str, str]:
    """Every country, by its code."""
    return dict(country_choices())


def users(asked: Asked) -> dict[str, str]:
    """Everybody who ever worked in the account."""
    return {key: user.name for key, user in asked.users.items()}


def active_users(asked: Asked) -> dict[str, str]:
    """Those who still do."""
    return {key: user.name for key, user in asked.users.items() if user.is_active}
