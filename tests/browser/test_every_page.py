"""Every page there is, in a real browser: it answers, is named, is accessible in both themes, and fits a telephone.

A new address belongs into PAGES, or into NO_PAGES when nobody looks at what it answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, Page

from comptoir.web.bulk.choosing import ABOUT
from comptoir.web.transfer.urls import BELOW, ENDINGS
from tests.browser.conftest import Business
from tests.browser.everything import Ids, everything_of
from tests.browser.visiting import faults_in_both_themes, let_in

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class At:
    """The address `name` of the things that the business calls so."""

    name: str
    things: tuple[str, ...] = ()
    query: str = ""

    def path(self, ids: Ids) -> str:
        return reverse(self.name, args=[ids[thing] for thing in self.things]) + self.query.format(**ids)


def at(name: str, *things: str, query: str = "") -> At:
    return At(name, things, query)


PAGES = {
    "contacts": at("contacts"),
    "contacts, nobody found": at("contacts", query="?q=zzz"),
    "contacts of a segment": at("contacts", query="?segment=deactivated"),
    "new contact": at("add_contact"),
    "contact": at("contact", "contact"),
    "contact, its companies": at("contact", "contact", query="?tab=people"),
    "contact, its details": at("contact", "contact", query="?tab=details"),
    "edit contact": at("edit_contact", "contact"),
    "merge contact": at("merge_contact", "contact"),
    "delete contact": at("delete_contact", "contact"),
    "link contact": at("link_contact", "contact"),
    "edit link of contact": at("update_link_of_contact", "contact", "link"),
    "unlink contact": at("unlink_contact", "contact", "link"),
    "deactivate contact": at("deactivate_contact", "contact"),
    "at stake with contact": at("at_stake_contact", "contact"),
    "open work with contact": at("hand_over_contact", "contact"),
    "reactivate contact": at("reactivate_contact", "gone_contact"),
    "companies": at("companies"),
    "new company": at("add_company"),
    "company": at("company", "company"),
    "company, its subscriptions": at("company", "company", query="?tab=subscriptions"),
    "company, its people": at("company", "company", query="?tab=people"),
    "company, its details": at("company", "company", query="?tab=details"),
    "company, its quotations": at("company", "company", query="?tab=quotations"),
    "company, its notes": at("company", "company", query="?tab=notes"),
    "company, its files": at("company", "company", query="?tab=files"),
    "company, some of its activities": at("company", "company", query="?activities=documents"),
    "company, none of its activities": at("company", "bare", query="?activities=deals"),
    "company, without notes": at("company", "bare", query="?tab=notes"),
    "company, without files": at("company", "bare", query="?tab=files"),
    "new note": at("new_note", query="?customer={company}"),
    "edit note": at("edit_note", "note"),
    "delete note": at("delete_note", "note"),
    "add files": at("add_file", query="?customer={company}"),
    "rename file": at("rename_file", "file"),
    "delete file": at("delete_file", "file"),
    "company, deactivated": at("company", "gone"),
    "company, to be deactivated": at("company", "going"),
    "company, deactivated as scheduled": at("company", "went"),
    "deactivate company, on a later day": at("deactivate_company", "going", query="?later"),
    "company, with nothing": at("company", "bare"),
    "company, with nothing to bill": at("company", "bare", query="?tab=subscriptions"),
    "company, with nobody": at("company", "bare", query="?tab=people"),
    "edit company": at("edit_company", "company"),
    "merge company": at("merge_company", "company"),
    "merge company, side by side": at("merge_company", "company", query="?other={gone}"),
    "delete company": at("delete_company", "bare"),
    "delete company, refused": at("delete_company", "company"),
    "link company": at("link_company", "company"),
    "edit link of company": at("update_link_of_company", "company", "link"),
    "unlink company": at("unlink_company", "company", "link"),
    "deactivate company": at("deactivate_company", "company"),
    "at stake with company": at("at_stake_company", "company"),
    "open work with company": at("hand_over_company", "company"),
    "open work with company, none": at("hand_over_company", "bare"),
    "reactivate company": at("reactivate_company", "gone"),
    "search": at("search", query="?q=b"),
    "search, nothing asked": at("search"),
    "search, nothing found": at("search", query="?q=zzz"),
    "invoices": at("invoices"),
    "invoices, on hold": at("invoices", query="?tab=on-hold"),
    "invoices, none found": at("invoices", query="?q=zzz"),
    "invoices, narrowed": at("invoices", query="?tab=overdue&age=1-30&currency=EUR&held=no&customer={company}"),
    "invoices, narrowed to nothing": at("invoices", query="?tab=overdue&age=over-90&currency=CHF"),
    "receivables": at("receivables"),
    "receivables of one department": at("receivables", query="?department={department}"),
    "receivables, none in a currency": at("receivables", query="?currency=CHF"),
    "credit notes": at("credit_notes"),
    "credit notes, none found": at("credit_notes", query="?q=zzz"),
    "payments": at("payments"),
    "payments, none found": at("payments", query="?q=zzz"),
    "new invoice": at("invoice_new"),
    "products": at("products"),
    "products, none found": at("products", query="?q=zzz"),
    "new product": at("product_new"),
    "product": at("product_edit", "product"),
    "new invoice for somebody deactivated": at("invoice_new", query="?customer={gone}"),
    "invoice, overdue": at("invoice", "overdue"),
    "invoice, on hold": at("invoice", "held"),
    "invoice, partly paid": at("invoice", "partly_paid"),
    "invoice, credited": at("invoice", "credited"),
    "invoice, draft": at("invoice", "draft"),
    "edit draft": at("invoice_edit", "draft"),
    "delete draft": at("invoice_delete", "draft"),
    "book draft": at("invoice_book", "draft"),
    "put invoice on hold": at("invoice_hold", "overdue"),
    "register payment": at("invoice_pay", "overdue"),
    "remove payment": at("payment_remove", "partly_paid", "payment"),
    "credit invoice": at("invoice_credit", "overdue"),
    "credit a part of an invoice": at("invoice_credit_part", "overdue"),
    "book prepared credit note": at("credit_draft_book", "credit_draft"),
    "discard prepared credit note": at("credit_draft_discard", "credit_draft"),
    "edit prepared credit note": at("credit_draft_edit", "credit_draft"),
    "credit note": at("credit_note", "credit_note"),
    "delete credit note": at("credit_note_delete", "credit_note"),
    "delete invoice": at("invoice_delete", "last_booked"),
    "invoice, sent and come back": at("invoice", "delivered"),
    "invoices that were not sent": at("invoices", query="?tab=not-sent"),
    "send invoice": at("invoice_send", "overdue"),
    "send credit note": at("credit_note_send", "credit_note"),
    "send invoice electronically": at("invoice_send_electronically", "overdue"),
    "send credit note electronically": at("credit_note_send_electronically", "credit_note"),
    "e-mail that came back": at("delivery_bounced", "delivery"),
    "subscriptions": at("subscriptions"),
    "subscription of an invoice": at("new_subscription", query="?invoice={overdue}"),
    "subscriptions, all": at("subscriptions", query="?tab=all"),
    "subscriptions, deactivated": at("subscriptions", query="?tab=deactivated"),
    "subscriptions, paused": at("subscriptions", query="?tab=paused"),
    "subscriptions, narrowed": at("subscriptions", query="?tab=all&customer={company}&who=mine"),
    "recurring revenue": at("subscription_revenue"),
    "recurring revenue of three years": at("subscription_revenue", query="?months=36"),
    "recurring revenue, none in a currency": at("subscription_revenue", query="?currency=CHF"),
    "changes of recurring revenue": at("subscription_movements"),
    "changes of recurring revenue, none": at(
        "subscription_movements", query="?kind=paused&since=2000-01-01&until=2000-01-31"
    ),
    "upcoming invoices": at("subscription_calendar"),
    "subscriptions, none found": at("subscriptions", query="?q=zzz"),
    "new subscription": at("new_subscription"),
    "subscription": at("subscription", "subscription"),
    "subscription, paused": at("subscription", "paused"),
    "pause subscription": at("pause_subscription", "subscription"),
    "change a pause": at("pause_subscription", "paused"),
    "resume subscription": at("resume_subscription", "paused"),
    "subscription, deactivated": at("subscription", "ended"),
    "edit subscription": at("edit_subscription", "subscription"),
    "duplicate subscription": at("duplicate_subscription", "ended"),
    "deactivate subscription": at("deactivate_subscription", "subscription"),
    "segments": at("segments"),
    "bankrupt customers": at("bankrupt"),
    "new segment": at("new_segment"),
    "segment": at("segment", "segment"),
    "segment, ready-made": at("segment", "ready_made"),
    "segment of invoices, with a group": at("segment", "grouped"),
    "invoices of a segment": at("invoices", query="?segment=held-90-days"),
    "subscriptions of a segment": at("subscriptions", query="?tab=all&segment=billed-though-deactivated"),
    "deals of a segment": at("deals_list", query="?segment=closing-date-passed"),
    "delete segment": at("delete_segment", "segment"),
    "reminders": at("reminders"),
    "reminders, uncertain": at("reminders", query="?tab=uncertain"),
    "reminders, none withdrawn": at("reminders", query="?tab=withdrawn"),
    "reminder": at("reminder", "reminder"),
    "reminder, uncertain": at("reminder", "uncertain"),
    "reminder, queued": at("reminder", "queued"),
    "send reminder again": at("reminder_send_again", "uncertain"),
    "remind by hand": at("remind_by_hand", "overdue"),
    "remind by hand, on hold": at("remind_by_hand", "held"),
    "reminder, a letter": at("reminder", "letter"),
    "next morning": at("reminders_tomorrow"),
    "next morning, letters": at("reminders_tomorrow", query="?tab=letters"),
    "next morning, kept back": at("reminders_tomorrow", query="?tab=kept-back"),
    "letter of the next morning": at("reminder_tomorrow", "letter_invoice"),
    "letters to post": at("letters_to_post"),
    "no automatic reminders": at("exempt", "exempt"),
    "company, without automatic reminders": at("company", "exempt"),
    "invoice, of a customer without automatic reminders": at("invoice", "exempt_invoice"),
    "reminder schedule": at("reminder_schedule"),
    "days between reminders": at("reminder_interval", "department"),
    "late costs of companies": at("late_costs_change", "department", "company_kind"),
    "late costs of persons": at("late_costs_change", "department", "contact_kind"),
    "add reminder step": at("reminder_step_add", "department"),
    "change reminder step": at("reminder_step_change", "step"),
    "remove reminder step": at("reminder_step_remove", "step"),
    "letter": at("reminder_letter", "department", "tone"),
    "e-mails": at("mail_templates"),
    "words of an e-mail": at("mail_template", "mail_kind", "mail_language"),
    "words of an e-mail, own": at("mail_template", "own_mail_kind", "mail_language"),
    "reset words of an e-mail": at("mail_template_reset", "own_mail_kind", "mail_language"),
    "my settings": at("settings"),
    "password": at("account_change_password"),
    "account": at("account-settings"),
    "plan": at("plan"),
    "change of plan": at("change_plan", "smallest_plan"),
    "departments": at("departments"),
    "new department": at("new-department"),
    "department": at("department", "department"),
    "department, archived": at("department", "archived"),
    "archive department": at("archive-department", "other"),
    "documents of a department": at("department_documents", "department"),
    "logo of a department": at("department_put_logo", "department"),
    "first number of a series": at("first_number", "department", "invoice_series", "next_year"),
    "VAT rates": at("tax_rates", "department"),
    "new VAT rate": at("new_tax_rate", "department"),
    "words of a VAT rate": at("change_tax_rate", "tax_rate"),
    "settings of deals": at("deal_settings"),
    "new pipeline": at("new_pipeline"),
    "rename pipeline": at("rename_pipeline", "pipeline"),
    "duplicate pipeline": at("duplicate_pipeline", "pipeline"),
    "delete pipeline": at("delete_pipeline", "pipeline"),
    "delete pipeline, refused": at("delete_pipeline", "usual_pipeline"),
    "new phase": at("new_phase", "pipeline"),
    "edit phase": at("edit_phase", "phase"),
    "delete phase": at("delete_phase", "phase"),
    "new source": at("new_deal_word", "sources"),
    "rename reason for losing": at("rename_deal_word", "lost_reasons", "lost_reason"),
    "custom fields": at("custom_fields"),
    "new custom field": at("new_custom_field", "company_kind"),
    "edit custom field": at("edit_custom_field", "list_field"),
    "fields of invoice": at("invoice_fields", "overdue"),
    "fields of subscription": at("subscription_fields", "subscription"),
    "users": at("users"),
    "new user": at("new-user"),
    "user": at("user", "member"),
    "deactivate user": at("deactivate-user", "member"),
    "today": at("today"),
    "dashboard": at("dashboard"),
    "calendar, this month": at("calendar"),
    "calendar, everybody's week": at("calendar", query="?view=week&who=all"),
    "calendar, an empty month": at("calendar", query="?on=1900-01-01"),
    "follow-ups": at("followups"),
    "follow-ups, everyone's": at("followups", query="?tab=everyone"),
    "follow-ups, nobody's": at("followups", query="?tab=nobody"),
    "follow-ups, done": at("followups", query="?tab=done"),
    "new task": at("new_task"),
    "new task about somebody deactivated": at("new_task", query="?customer={gone}"),
    "edit task": at("edit_task", "task"),
    "task that is done": at("edit_task", "done_task"),
    "delete task": at("delete_task", "task"),
    "calls": at("followups", query="?kind=calls&tab=everyone"),
    "calls that were made": at("followups", query="?kind=calls&tab=done"),
    "calls, nobody's": at("followups", query="?kind=calls&tab=nobody"),
    "new call": at("new_call"),
    "new call to somebody deactivated": at("new_call", query="?customer={gone}"),
    "edit call": at("edit_call", "call"),
    "call that was made": at("edit_call", "made_call"),
    "tell how a call went": at("complete_call", "call"),
    "delete call": at("delete_call", "call"),
    "meetings": at("followups", query="?kind=meetings&tab=everyone"),
    "meetings about one customer": at("followups", query="?kind=meetings&customer={company}"),
    "meetings that were held": at("followups", query="?kind=meetings&tab=done"),
    "meetings, nobody's": at("followups", query="?kind=meetings&tab=nobody"),
    "new meeting": at("new_meeting"),
    "new meeting with somebody deactivated": at("new_meeting", query="?customer={gone_contact}"),
    "edit meeting": at("edit_meeting", "meeting"),
    "meeting that was held": at("edit_meeting", "held_meeting"),
    "cancel meeting": at("cancel_meeting", "meeting"),
    "outcomes of calls": at("call_outcomes"),
    "new outcome": at("new_call_outcome"),
    "rename outcome": at("rename_call_outcome", "outcome"),
    "company, its follow-ups": at("company", "company", query="?tab=follow-ups"),
    "company, with nothing to do": at("company", "bare", query="?tab=follow-ups"),
    "deals": at("deals"),
    "deals, nobody's": at("deals", query="?who=nobody&q=terrace"),
    "deals, as a list": at("deals_list"),
    "deals, lost ones": at("deals_list", query="?status=lost"),
    "deals, none found": at("deals_list", query="?q=zzz"),
    "new deal": at("new_deal"),
    "new deal with somebody deactivated": at("new_deal", query="?customer={gone}"),
    "deal": at("deal", "deal"),
    "deal, its follow-ups": at("deal", "deal", query="?tab=follow-ups"),
    "deal, its notes": at("deal", "deal", query="?tab=notes"),
    "deal, its files": at("deal", "deal", query="?tab=files"),
    "deal, with somebody deactivated": at("deal", "gone_deal"),
    "deal, lost": at("deal", "lost_deal"),
    "edit deal": at("edit_deal", "deal"),
    "move deal": at("move_deal", "deal"),
    "lose deal": at("lose_deal", "deal"),
    "delete deal": at("delete_deal", "deal"),
    "company, without deals": at("company", "bare", query="?tab=deals"),
    "quotations": at("quotations"),
    "quotations, expired": at("quotations", query="?status=expired"),
    "quotations, none found": at("quotations", query="?q=zzz"),
    "quotation": at("quotation", "quotation"),
    "new quotation": at("new_quotation"),
    "new quotation for somebody deactivated": at("new_quotation", query="?customer={gone}"),
    "edit quotation": at("edit_quotation", "quotation"),
    "quotation, expired": at("quotation", "expired"),
    "quotation, accepted": at("quotation", "accepted"),
    "quotation, refused": at("quotation", "refused"),
    "send quotation": at("send_quotation", "quotation"),
    "accept quotation": at("accept_quotation", "quotation"),
    "refuse quotation": at("reject_quotation", "quotation"),
    "close quotation": at("close_quotation", "quotation"),
    "renew link of quotation": at("renew_quotation_link", "quotation"),
    "delete quotation": at("delete_quotation", "quotation"),
    "quotation for the customer": at("public_quotation", "quotation_link"),
    "quotation for the customer, expired": at("public_quotation", "expired_link"),
    "quotation for the customer, accepted": at("public_quotation", "accepted_link"),
    "index prices": at("index_subscriptions"),
    "index prices, foreseen": at(
        "index_subscriptions", query="?tab=all&way=index&old_index=128.44&new_index=131.24&rounding=0.01"
    ),
    "indexation": at("indexation", "indexation"),
    "begin subscription from quotation": at("start_subscription", "accepted", "unit", "period"),
    "imports": at("imports"),
    "new import": at("new_import"),
    "import, its columns": at("import", "import_columns"),
    "import, columns again": at("import_columns", "import_wrong"),
    "import, something wrong": at("import", "import_wrong"),
    "import, checked": at("import", "import_right"),
    "import, done": at("import", "import_done"),
    "bulk actions": at("bulk_runs"),
    "bulk action, tags": at("bulk_run", "bulk_tags"),
    "bulk action, a colleague": at("bulk_run", "bulk_assign"),
    "bulk action, tasks": at("bulk_run", "bulk_tasks"),
    "bulk action, holds": at("bulk_run", "bulk_hold"),
    "bulk action, releases": at("bulk_run", "bulk_release"),
    "bulk action, deactivate": at("bulk_run", "bulk_deactivate"),
    "bulk action, reactivate": at("bulk_run", "bulk_reactivate"),
    "bulk action, under way": at("bulk_run", "bulk_waiting"),
    "bulk action, cancelled": at("bulk_run", "bulk_cancelled"),
    "bulk action, done": at("bulk_run", "bulk_done"),
    "log out": at("account_logout"),
}
VISITORS = {
    "log in": at("account_login"),
    "inactive": at("account_inactive"),
    "no sign-up": at("account_signup"),
    "forgotten password": at("account_reset_password"),
    "forgotten password, sent": at("account_reset_password_done"),
    "forgotten password, stale link": at("account_reset_password_from_key", "nobody", "stale_key"),
    "forgotten password, done": at("account_reset_password_from_key_done"),
}
NO_PAGES = {
    *("product_archive", "product_restore"),
    # What a button does at once.
    *("undo_deactivation", "undo_hand_over", "invoices_release", "invoice_copy", "invoice_release"),
    *("share_segment", "unshare_segment", "choose-theme", "choose-language", "reactivate-user"),
    *("make-department-default", "restore-department", "reminder_mark_as_sent", "complete_task", "reopen_task"),
    *("reopen_call", "complete_meeting", "reopen_meeting", "archive_call_outcome", "restore_call_outcome"),
    *("win_deal", "reopen_deal", "copy_quotation", "accept_public_quotation", "reject_public_quotation"),
    *("make_pipeline_default", "place_phase", "archive_deal_word", "restore_deal_word", "remove_deal_word"),
    *("place_custom_field", "archive_custom_field", "restore_custom_field", "delete_custom_field"),
    *("alike_contacts", "alike_companies"),
    # What is offered while one types has a test of its own.
    "search_suggestions",
    # Downloads.
    *("invoice_ubl", "credit_note_ubl"),
    *("calendar_address", "revoke_calendar_address", "delivery_arrived", "delivery_not_arrived"),
    *("letters_print", "letters_posted", "letters_not_posted", "chase_again"),
    *("department_remove_logo", "archive_tax_rate", "restore_tax_rate"),
    # Parts of pages.
    *(
        "pick_customer",
        "picked_customer_notice",
        "pick_product",
        "invoice_totals",
        "invoice_credit_totals",
        "subscription_as_typed",
        "segment_rules",
    ),
    *("run_import", "check_import", "undo_import", "leave_import", "import_progress"),
    *("start_bulk", "leave_out_of_bulk", "cancel_bulk", "resume_bulk", "discard_bulk", "bulk_progress"),
    *(f"act_on_{name}" for name in ABOUT),
    "follow_up_choices",
    *("cancel_deactivation_contact", "cancel_deactivation_company", "deactivate_bankrupt", "to_deactivate_counts"),
    *("deals_to_quote", "quotation_totals", "mail_template_preview"),
    # Files.
    *(f"export_{name}{suffix}" for name in BELOW for suffix in ENDINGS.values()),
    *("quotation_pdf", "public_quotation_pdf", "file", "calendar_feed"),
    *("invoice_pdf", "credit_note_pdf", "reminder_pdf", "letters_pdf"),
    "department_logo",
    *("import_errors", "bulk_results"),
    "export_indexation",
}


SHARES = [list(PAGES)[first : first + 20] for first in range(0, len(PAGES), 20)]
"""A business with everything in it takes longer to make than a page to look at: it is made once for twenty."""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages, in which nothing moves."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("names", SHARES, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_pages(names: list[str], window: Page, live_server: object, business: Business, settings: Any) -> None:
    settings.EINVOICE_URL = "folder:///nowhere"
    ids = everything_of(business)
    let_in(window, live_server, business.owner)
    found = {name: wrong_with(window, live_server.url, PAGES[name].path(ids)) for name in names}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", VISITORS)
def test_page_for_visitors(name: str, window: Page, live_server: object, transactional_db: None) -> None:
    window.context.clear_cookies()
    path = VISITORS[name].path({"nobody": "1", "stale_key": "abc-def"})
    assert wrong_with(window, live_server.url, path) == []


def test_no_address_is_forgotten() -> None:
    visited = {page.name for page in [*PAGES.values(), *VISITORS.values()]}
    assert visited | NO_PAGES == set(names_in(get_resolver()))
    assert not visited & NO_PAGES


def names_in(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names_in(pattern)
        elif pattern.name:
            yield pattern.name


def wrong_with(page: Page, server: str, path: str) -> list[str]:
    """Everything that is wrong with the page at `path`, wide and light, then narrow and dark."""
    wrong: list[str] = []
    hear = lambda message: message.type == "error" and wrong.append(message.text)  # noqa: E731
    fail = lambda error: wrong.append(str(error))  # noqa: E731
    page.on("console", hear)
    page.on("pageerror", fail)
    try:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(server + path)
        if (answer.status, answer.url) != (200, server + path):
            return [f"{answer.status} from {answer.url}"]
        if page.locator("h1").count() != 1:
            wrong.append(f"headings: {page.locator('h1').all_inner_texts()}")
        if not page.title().removesuffix("· Comptoir").strip():
            wrong.append("no title")
        wrong += faults_in_both_themes(page)
    finally:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", fail)
    return wrong
