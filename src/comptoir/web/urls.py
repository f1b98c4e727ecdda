"""All pages, one folder per part."""

from django.urls import include, path
from django.views.generic import RedirectView

from comptoir.web.products.offers import offers

urlpatterns = [
    path("", RedirectView.as_view(url="/today/")),
    path("", include("comptoir.web.transfer.urls")),
    path("", include("comptoir.web.customers.urls")),
    path("", include("comptoir.web.lifecycle.urls")),
    path("", include("comptoir.web.merging.urls")),
    path("search/", include("comptoir.web.search.urls")),
    path("invoices/receivables/", include("comptoir.web.receivables.urls")),
    path("", include("comptoir.web.bulk.urls")),
    path("imports/", include("comptoir.web.imports.urls")),
    path("invoices/", include("comptoir.web.invoicing.urls")),
    path("invoices/", include("comptoir.web.mails.document_urls")),
    path("invoices/products/", include("comptoir.web.products.urls")),
    path("products/offers/", offers, name="pick_product"),
    path("today/", include("comptoir.web.today.urls")),
    path("dashboard/", include("comptoir.web.dashboard.urls")),
    path("deals/", include("comptoir.web.deals.urls")),
    path("settings/deals/", include("comptoir.web.deals.settings_urls")),
    path("quotations/", include("comptoir.web.quotations.urls")),
    path("q/", include("comptoir.web.quotations.public_urls")),
    path("calendar/", include("comptoir.web.calendar.urls")),
    path("", include("comptoir.web.dossier.urls")),
    path("follow-ups/", include("comptoir.web.followups.urls")),
    path("reminders/", include("comptoir.web.reminders.urls")),
    path("subscriptions/", include("comptoir.web.subscriptions.urls")),
    path("segments/", include("comptoir.web.segments.urls")),
    path("to-deactivate/", include("comptoir.web.suggestions.urls")),
    path("settings/calls/", include("comptoir.web.followups.settings_urls")),
    path("settings/mails/", include("comptoir.web.mails.urls")),
    path("settings/reminders/", include("comptoir.web.reminders.schedule_urls")),
    path("settings/fields/", include("comptoir.web.custom_fields.urls")),
    path("settings/", include("comptoir.web.settings.urls")),
]
