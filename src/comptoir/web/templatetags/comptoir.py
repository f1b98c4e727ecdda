"""The words of Comptoir's templates: icons, amounts, dates, badges, fields, menus. Loaded everywhere."""

import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, ModelChoiceField, RadioSelect, Select
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from lucide.templatetags.lucide import lucide

from comptoir.accounts.models import User
from comptoir.accounts.rights import Right, Role
from comptoir.web import links, speech

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 18, css: str = "") -> SafeString:
    """An icon that decorates: hidden from screen readers, so it always stands beside words or in a labelled button."""
    extra = {"class": css} if css else {}
    return mark_safe(lucide(name, size=size, aria_hidden="true", focusable="false", stroke_width="1.75", **extra))


# --- Amounts and dates ----------------------------------------------------------------------------


@register.simple_tag(name="money")
def money_tag(amount: Decimal | None, currency: str | None = None, dash: bool = False) -> SafeString:
    """An amount as people write it; with `dash=True` zero is a dash, for dense tables."""
    if amount is None or (dash and not amount):
        return mark_safe('<span class="zero">–</span>')
    return format_html('<span class="num">{}</span>', speech.money(amount, currency))


@register.filter(name="money")
def money_filter(amount: Decimal | None, currency: str | None = None) -> str:
    """The same as plain text, for sentences: `{% blocktranslate with sum=amount|money:currency %}`."""
    return speech.money(amount, currency)


@register.simple_tag(name="day")
def day_tag(date: datetime.date | None, style: str = "medium") -> SafeString | str:
    """A date with its month in letters, as a `<time>`."""
    if date is None:
        return mark_safe('<span class="zero">–</span>')
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), speech.day(date, style))


@register.filter(name="day")
def day_filter(date: datetime.date | None, style: str = "medium") -> str:
    """The same as plain text, for sentences: `{% blocktranslate with on=date|day:"long" %}`."""
    return speech.day(date, style)


@register.simple_tag(name="moment")
def moment_tag(at: datetime.datetime | None, style: str = "medium") -> SafeString | str:
    """A day and its clock, in the reader's time zone, as a `<time>`."""
    if at is None:
        return mark_safe('<span class="zero">–</span>')
    return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(), speech.moment(at, style))


@register.filter(name="moment")
def moment_filter(at: datetime.datetime | None, style: str = "medium") -> str:
    """The same as plain text, for sentences."""
    return speech.moment(at, style)


# --- Small parts ----------------------------------------------------------------------------------


@register.simple_tag
def badge(words: str, colour: str = "") -> SafeString:
    """A word with a quiet colour behind it: amber (look here), red (cannot be undone), green (settled), accent, outline."""
    return format_html('<span class="badge{}{}">{}</span>', " " if colour else "", colour, words)


@register.filter
def initials(name: str) -> str:
    """`Sofie Vermeulen` → `SV`."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, css: str = "", label: str | None = None) -> dict[str, Any]:
    """A form field with its label above, its error beside and its help below, joined for screen readers."""
    widget = bound.field.widget
    kind = "check" if isinstance(widget, CheckboxInput) else "plain"
    if isinstance(widget, (CheckboxSelectMultiple, ModelChoiceField, RadioSelect)):
        kind = "group"
    required = bound.field.required and kind != "check"
    # A list that always has a choice cannot be left empty: saying so would only be noise.
    required = required and not (isinstance(widget, Select) and always_chosen(bound.field))
    css = " ".join(word for word in (css, "required" if required else "") if word)
    attrs = {"aria-required": "true"} if required and kind == "plain" else None
    widget_html = bound.as_widget(attrs=attrs)
    return {"field": bound, "widget": widget_html, "kind": kind, "class": css, "label": label or bound.label}


def always_chosen(field: Any) -> bool:
    """Whether a list of choices begins with one of them rather than with nothing."""
    if isinstance(field, ModelChoiceField):
        return field.empty_label is None
    return all(value != "" for value, _label in field.choices)


# --- Menus ----------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def menu(
    context: Context,
    content: str,
    key: Any,
    label: str = "",
    text: bool = False,
    beside: bool = False,
    css: str = "",
) -> SafeString:
    """The three dots, or with `text=True` a worded button, and the menu they open; `key` makes the id unique on the page.

    With `beside=True` it is the narrow half of a button beside it (class `split-button` around both).
    """

    return render_to_string(
        "components/menu.html",
        {
            "id": f"menu-{key}",
            "label": label or gettext("More actions"),
            "text": text,
            "beside": beside,
            "button_class": css or ("button" if text else "button icon"),
            "content": content,
        },
    )


@register.inclusion_tag("components/item.html")
def item(label: str, url: str, icon: str = "", danger: bool = False, dialog: bool = False) -> dict[str, Any]:
    """A menu item that leads somewhere; `dialog=True` shows it over the page when there is JavaScript."""
    return {"label": label, "url": url, "icon": icon, "danger": danger, "dialog": dialog}


@register.inclusion_tag("components/action.html", takes_context=True)
def action(
    context: Context, label: str, url: str, icon: str = "", danger: bool = False, **fields: Any
) -> dict[str, Any]:
    """A menu item that does something at once: a POST; further keywords become hidden fields."""
    token = context.get("csrf_token")
    return {"label": label, "url": url, "icon": icon, "danger": danger, "fields": fields, "csrf_token": token}


# --- Tables ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/sortable.html", takes_context=True)
def sortable(context: Context, key: str, label: str, css: str = "", first: str = "up") -> dict[str, Any]:
    """A column header that sorts by `?sort=key` (`-key`: downwards); `first` says which way the first click goes."""
    request = context["request"]
    chosen = request.GET.get("sort") or context.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
    query = request.GET.copy()
    for cursor in ("after", "before"):
        query.pop(cursor, None)
    start, other = (key, f"-{key}") if first == "up" else (f"-{key}", key)
    query["sort"] = other if chosen == start else start
    return {"label": label, "css": css, "direction": direction, "url": f"?{query.urlencode()}"}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Where this page belongs: `{% crumbs _("Companies") "/companies/" customer.name %}`; a last label alone is the page."""
    return {"crumbs": list(zip_longest(pairs[::2], pairs[1::2]))}


# --- Links and the timeline -----------------------------------------------------------------------


@register.simple_tag
def url_of(thing: Any) -> str:
    """The address of the page of a customer, an invoice, a subscription, …"""
    return links.url_of(thing)


@register.simple_tag
def lifecycle_url(customer: Any, verb: str) -> str:
    """Where to `deactivate` or `reactivate` the customer."""
    return links.address(f"{verb}_{customer.kind}", customer.pk)


@register.simple_tag(takes_context=True)
def told(context: Context, activity: Any) -> SafeString:
    """An activity as one sentence, from the small template of its kind, which asks what the reader `sees`.

    On the page of a deal, whose id is `story_of`, an activity does not name that deal.
    """
    words = {"activity": activity, "e": activity.effects, "sees": context.get("sees", {})}
    words["story_of"] = context.get("story_of", "")
    return mark_safe(render_to_string(f"activities/{activity.kind}.html", words).strip())


@register.filter
def as_decimal(text: str | None) -> Decimal | None:
    """An amount that an activity kept as text."""
    return None if text in (None, "") else Decimal(str(text))


@register.filter
def as_day(text: str | None) -> datetime.date | None:
    """A day that an activity kept as text."""
    return datetime.date.fromisoformat(text) if text else None


@register.filter
def as_moment(text: str | None) -> datetime.datetime | None:
    """A moment that an activity kept as text."""
    return datetime.datetime.fromisoformat(text) if text else None


@register.simple_tag
def rights(user: User) -> str:
    """What a user may change, in words."""
    if user.role != Role.MEMBER:
        return gettext("Everything")
    return ", ".join(str(right.label) for right in Right if right in user.rights) or gettext("Nothing")


@register.simple_tag
def hidden_modules(user: User) -> str:
    """What a user does not see at all, in words; empty when that is nothing."""
    return ", ".join(str(module.label) for module in Right if module in user.hidden and not user.sees(module))


@register.filter
def morning(date: datetime.date, account: Any) -> str:
    """The account's morning hour on a day, as a clock: 08:00."""
    return speech.clock(account.morning(date))
