"""The page of a customer: who it is, what it owes, what happens next, what happened."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comptoir.accounts.plans import Module
from comptoir.customers.models import Customer, Link
from comptoir.invoicing import figures
from comptoir.web.activities import parts as activities
from comptoir.web.clock import today
from comptoir.web.customers import urls_of
from comptoir.web.find import own

