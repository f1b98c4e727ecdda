"""Who looks after a customer: to whom Comptoir gives what it cannot settle by itself."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.accounts.models import Account, User
from comptoir.accounts.rights import Role
from comptoir.customers.models import Customer


def who_looks_after(customers: Sequence[Customer], *, account: Account) -> dict[UUID, User | None]:
    """The account manager of each customer, else an owner of the account, by the customer's id.

    One query at most; needs the customers' managers at hand. Nobody only in an account without an owner.
    """
    managers = {customer.pk: _active(customer.responsible_user) for customer in customers}
    if None in managers.values():
        owner = User.objects.active(account).filter(role=Role.OWNER).order_by("created_at").first()
        managers = {pk: manager or owner for pk, manager in managers.items()}
    return managers


def _active(user: User | None) -> User | None:
    return user if user and user.is_active else None
