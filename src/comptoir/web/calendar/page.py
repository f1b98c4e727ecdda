"""The calendar: what there is to do, by month or by week."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from comptoir.followups.agenda import agenda
from comptoir.web import speech
from comptoir.web.calendar import days
from comptoir.web.calendar.asked import ALL, ME, MONTH, WEEK, Asked, asked
from comptoir.web.calendar.days import Day
from comptoir.web.calendar.hours import column, hours_of, quarter_of
from comptoir.web.clock import now, today


def calendar(request: HttpRequest) -> HttpResponse:
    """The month or the week of a day, of oneself, a colleague or everybody. As many queries for much as for little."""
    wanted = asked(request.GET, user=request.user, today=today(request))
    start, end = days.span(wanted.view, wanted.on, first_weekday=speech.first_weekday())
    items = agenda(request.user.account, start=start, end=end, user=wanted.user, at=now(request))
    month = wanted.on if wanted.view == MONTH else None
    weeks = days.weeks(items, start, end, today=today(request), month=month)
    context = {
        "asked": wanted,
        "title": speech.day(wanted.on, "month") if month else speech.days(start, end),
        "weeks": weeks,
        "weekdays": speech.weekdays(),
        "new_meeting_url": reverse("new_meeting"),
        "new_call_url": reverse("new_call"),
        "new_task_url": reverse("new_task"),
        "days_with_items": [day for week in weeks for day in week if day.items and not day.is_outside],
        "views": [(view, wanted.url(view=view), view == wanted.view) for view in (MONTH, WEEK)],
        "is_everybodys": wanted.who == ALL,
        "new_on": today(request) if start <= today(request) <= end else wanted.on,
        "me": ME,
        "all": ALL,
        **_ways(wanted, today(request)),
        **(_hours(request, weeks[0]) if wanted.view == WEEK else {}),
    }
    return render(request, f"calendar/{wanted.view}.html", context)


def _ways(wanted: Asked, today: dt.date) -> dict[str, str]:
    earlier, later = days.before(wanted.view, wanted.on), days.after(wanted.view, wanted.on)
    return {
        "previous_url": wanted.url(on=earlier) if earlier else "",
        "next_url": wanted.url(on=later) if later else "",
        "today_url": wanted.url(on=today),
    }


def _hours(request: HttpRequest, week: list[Day]) -> dict[str, Any]:
    """The week's days among their hours, and where now is."""
    time_zone = request.user.account.time_zone
    hours = hours_of([day.items for day in week], time_zone=time_zone)
    return {
        "hours": [f"{hour:02d}:00" for hour in hours],
        "columns": [
            (day, column(day.items, hours=hours, time_zone=time_zone), short)
            for day, (short, _full) in zip(week, speech.weekdays(), strict=True)
        ],
        "now_at": quarter_of(now(request), hours=hours, time_zone=time_zone),
    }
