"""A served Comptoir with a small business in it, and a browser that has logged in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from comptoir.accounts.models import Account, User
from comptoir.customers.models import Customer
from tests.browser.visiting import let_in
from tests.factories import a_company, a_contact, a_link, a_subscription, a_user, an_account, an_invoice


@dataclass
class Business:
    """An account, its owner, and a customer of each kind with everything that can be stopped, and its twin."""

    account: Account
    owner: User
    today: dt.date
    company: Customer
    contact: Customer
    twin: Customer


@pytest.fixture
def business(transactional_db: None) -> Business:
    """Made anew for each test, with dates around today: the server and the browser live in the present."""
    account = an_account()
    today = account.day(timezone.now())
    company, twin = a_company(account), a_company(account, "Brasserie du Nord SRL", email="info@nord.example")
    contact = a_contact(account)
    a_link(contact, company, position="Manager")
    for customer in (company, contact, twin):
        an_invoice(customer, overdue_by=10, on=today, total="1210.00")
        an_invoice(customer, overdue_by=3, on=today, total="2420.00")
        a_subscription(customer, next_on=today + dt.timedelta(days=7))
    return Business(account, a_user(account), today, company, contact, twin)


LogIn = Callable[..., Page]


@pytest.fixture
def log_in(browser: Browser, live_server: object) -> LogIn:
    """Open a browser window of one's own in which `user` is logged in, on the first page; keywords go to the window."""
    contexts: list[BrowserContext] = []

    def log_in(user: User, **options: object) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        let_in(page, live_server, user)
        page.goto("/today/")
        return page

    yield log_in
    for context in contexts:
        context.close()
