"""The addresses of exports: each below its list, so that a hidden module takes them along."""

from django.urls import URLPattern, path

from comptoir.web.transfer import views

BELOW = {
    "contacts": "contacts/",
    "companies": "companies/",
    "invoices": "invoices/",
    "credit_notes": "invoices/credit-notes/",
    "payments": "invoices/payments/",
    "receivables": "invoices/receivables/",
    "deals": "deals/",
    "quotations": "quotations/",
    "subscriptions": "subscriptions/",
    "follow_ups": "follow-ups/",
}
ENDINGS = {"csv": "", "xlsx": "_xlsx"}

urlpatterns: list[URLPattern] = [
    path(
        f"{place}export.{ending}",
        views.export,
        {"name": name, "ending": ending},
        name=f"export_{name}{suffix}",
    )
    for name, place in BELOW.items()
    for ending, suffix in ENDINGS.items()
]
