"""The addresses of the calendar."""

from django.urls import path

from comptoir.web.calendar import address, feed, page

urlpatterns = [
    path("", page.calendar, name="calendar"),
    path("address/", address.make, name="calendar_address"),
    path("address/revoke/", address.revoke, name="revoke_calendar_address"),
    path("<str:token>.ics", feed.feed, name="calendar_feed"),
]
