"""Amounts, dates and moments as people write them."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from comptoir.web import speech

DAY = dt.date(2026, 11, 24)
MOMENT = dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "€ 4,840.00"), ("nl", "€ 4.840,00"), ("fr", "4 840,00 €"), ("de", "4.840,00 €")],
)
def test_money_is_written_in_the_readers_language_without_breaks(language, text):
    with translation.override(language):
        written = speech.money(Decimal("4840"), "EUR")
    assert written.replace("\u202f", " ").replace("\xa0", " ") == text
    assert " " not in written


def test_money_has_a_true_minus():
    with translation.override("en"):
        assert speech.money(Decimal("-1210.5"), "EUR") == "−€\xa01,210.50"
        assert speech.money(Decimal("-3"), None) == "−3.00"


def test_a_currency_without_cents_has_none():
    with translation.override("en"):
        assert speech.money(Decimal("1200"), "JPY") == "JP¥\xa01,200"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "24 Nov 2026"), ("nl", "24 nov 2026"), ("fr", "24 nov. 2026"), ("de", "24. Nov. 2026")],
)
def test_a_day_has_its_month_in_letters(language, text):
    with translation.override(language):
        assert speech.day(DAY) == text


def test_a_day_can_be_longer_or_shorter():
    with translation.override("en"):
        assert speech.day(DAY, "long") == "24 November 2026"
        assert speech.day(DAY, "short") == "24 Nov"
        assert speech.day(DAY, "month") == "November 2026"


@pytest.mark.parametrize(
    ("language", "full", "weekday"),
    [
        ("en", "Tuesday 1 December 2026", "Tuesday 1 December"),
        ("nl", "dinsdag 1 december 2026", "dinsdag 1 december"),
        ("fr", "mardi 1er décembre 2026", "mardi 1er décembre"),
        ("de", "Dienstag, 1. Dezember 2026", "Dienstag, 1. Dezember"),
    ],
)
def test_a_day_can_say_which_of_the_week_it_is(language, full, weekday):
    with translation.override(language):
        day = dt.date(2026, 12, 1)
        assert (speech.day(day, "full"), speech.day(day, "weekday")) == (full, weekday)


def test_from_one_day_to_another():
    with translation.override("en"):
        assert speech.days(DAY, DAY + dt.timedelta(days=2)) == "24–26 Nov 2026"
        assert speech.days(DAY, DAY + dt.timedelta(days=8)) == "24 Nov\u2009–\u20092 Dec 2026"
    with translation.override("nl"):
        assert speech.days(DAY, DAY + dt.timedelta(days=2)) == "24–26 nov 2026"


def test_the_week_begins_as_the_reader_is_used_to():
    with translation.override("fr"):
        assert speech.weekdays()[0] == ("lun.", "lundi")
        assert (len(speech.weekdays()), speech.weekdays()[6]) == (7, ("dim.", "dimanche"))


def test_a_moment_is_told_in_the_active_time_zone():
    with translation.override("en"), timezone.override("Europe/Brussels"):
        assert speech.moment(MOMENT) == "24 Nov 2026, 10:12"


def shown(template, **context):
    with translation.override("en"), timezone.override("Europe/Brussels"):
        return Template(template).render(Context(context))


def test_the_tags_say_the_same_for_machines():
    assert shown("{% day d %}", d=DAY) == '<time datetime="2026-11-24">24 Nov 2026</time>'
    assert shown("{% moment m %}", m=MOMENT) == '<time datetime="2026-11-24T10:12:00+01:00">24 Nov 2026, 10:12</time>'
    assert shown('{% money a "EUR" %}', a=Decimal("1")) == '<span class="num">€\xa01.00</span>'


def test_zero_is_a_dash_where_asked():
    assert shown("{% money a dash=True %}", a=Decimal(0)) == '<span class="zero">–</span>'
    assert shown("{% money a %}", a=Decimal(0)) == '<span class="num">0.00</span>'


def test_sentences_use_the_filters():
    words = "{{ sum }} on {{ on }}{% endblocktranslate %}"
    template = '{% load i18n %}{% blocktranslate with sum=a|money:"EUR" on=d|day:"long" %}' + words
    assert shown(template, a=Decimal("121"), d=DAY) == "€\xa0121.00 on 24 November 2026"


def test_initials_are_the_first_and_the_last():
    assert shown("{{ a|initials }}", a="Sofie Vermeulen") == "SV"
    assert shown("{{ a|initials }}", a="Anne van den Berg") == "AB"
    assert shown("{{ a|initials }}", a="sofie") == "S"


def test_icons_are_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in shown('{% icon "plus" 16 %}')


def test_badges_are_words_and_escaped():
    assert shown('{% badge w "amber" %}', w="<b>") == '<span class="badge amber">&lt;b&gt;</span>'


def test_a_menu_is_named_and_works_without_scripts():
    html = shown(
        '{% menu "x1" %}{% item "Edit" "/e/" icon="pencil" %}{% action "Put on hold" "/h/" reason="r" %}{% endmenu %}'
    )
    assert 'popovertarget="menu-x1"' in html
    assert 'aria-label="More actions"' in html
    assert re.search(r'<a role="menuitem"\s+href="/e/">', html)
    assert '<form method="post" action="/h/" role="none">' in html
    assert '<input type="hidden" name="reason" value="r">' in html
