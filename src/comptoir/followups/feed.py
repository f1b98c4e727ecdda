"""A user's follow-ups in their own calendar program, which fetches them from a secret address."""

import datetime as dt
import re

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import STATUS, TRANSP, Calendar, Event

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right
from comptoir.activities.record import record
from comptoir.followups.agenda import between, title_of
from comptoir.followups.checking import FollowUp
from comptoir.followups.models import CalendarFeed, Call, Meeting, Task
from comptoir.followups.models.feed import new_token

BEFORE, AFTER = dt.timedelta(days=90), dt.timedelta(days=365)
CALL_LASTS = dt.timedelta(minutes=15)
"""Nobody says how long a call takes; a calendar shows nothing of what takes no time."""
REFRESHED = dt.timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def make_feed(user: User, *, at: dt.datetime) -> CalendarFeed:
    """Give the user's calendar an address. It replaces an earlier one, which is unknown from then on."""
    with transaction.atomic():
        feed, __ = CalendarFeed.objects.update_or_create(
            user=user, defaults={"account": user.account, "token": new_token(), "created_at": at}
        )
        record("calendar_feed.made", account=user.account, by=user, at=at, subject=feed)
    return feed


def revoke_feed(user: User, *, at: dt.datetime) -> None:
    """Take the address of the user's calendar away; without one nothing changes."""
    with transaction.atomic():
        feed = CalendarFeed.objects.select_for_update().filter(user=user).first()
        if feed is not None:
            record("calendar_feed.revoked", account=user.account, by=user, at=at, subject=feed)
            feed.delete()


def user_of(token: str) -> User | None:
    """Whose calendar the secret part of an address opens; nobody's for any other text, and once they can no longer log in."""
    if not _TOKEN.fullmatch(token):
        return None
    feed = CalendarFeed.objects.select_related("user__account").filter(token=token).first()
    return feed.user if feed and feed.user.is_active else None


def as_ics(user: User, *, at: dt.datetime) -> bytes:
    """What the user has to do or did, from BEFORE to AFTER the account's day at the moment `at`, as an iCalendar file.

    In the user's language. The same follow-ups give the same file, so that a program can tell that nothing changed.
    """
    today = user.account.day(at)
    things = between(user.account, start=today - BEFORE, end=today + AFTER, user=user)
    with translation.override(user.language):
        name = _("Comptoir: %(name)s") % {"name": user.name}
        calendar = Calendar.new(
            prodid="-//Comptoir//Follow-ups//EN",
            name=_clean(name),
            uid=f"{user.pk}@comptoir",
            refresh_interval=REFRESHED,
            subcomponents=[_event(thing, user) for thing in things],
        )
        return bytes(calendar.to_ical())


def _event(thing: FollowUp, user: User) -> Event:
    kind = thing._meta.model_name
    starts, ends = _span(thing)
    url = settings.BASE_URL + reverse(f"edit_{kind}", args=[thing.pk])
    return Event.new(
        uid=f"{kind}-{thing.pk}@comptoir",
        stamp=thing.updated_at,
        created=thing.created_at,
        last_modified=thing.updated_at,
        start=starts,
        end=ends,
        summary=_clean(title_of(thing)),
        description=_clean("\n".join([*_lines(thing, user), url])),
        location=_clean(thing.location) or None if isinstance(thing, Meeting) else None,
        url=url,
        status=STATUS.CONFIRMED,
        # A task is done some time on its day: it does not make anybody busy.
        transparency=TRANSP.TRANSPARENT if isinstance(thing, Task) else TRANSP.OPAQUE,
    )


def _span(thing: FollowUp) -> tuple[dt.date, dt.date]:
    """From when to when, in UTC; a task takes its whole day."""
    if isinstance(thing, Task):
        return thing.due_on, thing.due_on + dt.timedelta(days=1)
    if isinstance(thing, Call):
        return thing.scheduled_at.astimezone(dt.UTC), (thing.scheduled_at + CALL_LASTS).astimezone(dt.UTC)
    return thing.starts_at.astimezone(dt.UTC), thing.ends_at.astimezone(dt.UTC)


def _lines(thing: FollowUp, user: User) -> list[str]:
    """What it is about, line by line."""
    lines = [_done(thing)] if thing.is_done else []
    lines += [thing.description] if thing.description else []
    if thing.customer:
        lines.append(", ".join(filter(None, [thing.customer.name, thing.customer.phone])))
    if isinstance(thing, Call) and thing.contact:
        lines.append(", ".join(filter(None, [thing.contact.name, thing.contact.phone])))
    if isinstance(thing, Meeting):
        lines.append(_("With %(names)s") % {"names": ", ".join(str(each) for each in thing.attendees.all())})
    if thing.deal and user.sees(Right.DEALS):
        lines.append(_("Deal: %(title)s") % {"title": thing.deal.title})
    return lines


def _done(thing: FollowUp) -> str:
    if isinstance(thing, Call):
        outcome = thing.outcome.name if thing.outcome else ""
        return ": ".join(filter(None, [_("Made"), outcome]))
    return _("Held") if isinstance(thing, Meeting) else _("Done")


def _clean(text: str) -> str:
    """The text without what a calendar file cannot hold; lines end in one way."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
