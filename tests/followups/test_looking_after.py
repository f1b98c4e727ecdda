"""To whom Comptoir gives its tasks."""

import datetime as dt

from comptoir.accounts.rights import Role
from comptoir.followups.looking_after import who_looks_after
from tests.factories import NOW, a_company, a_member, a_user, an_account


def test_the_account_manager_else_the_first_owner(db: None) -> None:
    account = an_account()
    owner, manager = a_user(account), a_member(account)
    left = a_user(account, role=Role.ADMIN, deactivated_at=NOW)
    later = a_user(account)
    type(later).objects.filter(pk=later.pk).update(created_at=NOW + dt.timedelta(days=1))
    companies = [a_company(account, responsible_user=user) for user in (manager, None, left)]
    found = who_looks_after(companies, account=account)
    assert [found[company.pk] for company in companies] == [manager, owner, owner]


def test_nobody_in_an_account_without_an_owner(db: None) -> None:
    company = a_company(an_account())
    assert who_looks_after([company], account=company.account) == {company.pk: None}
