"""A large account for the benches, filled with plain SQL on PostgreSQL: a million customers in a few minutes.

One customer in five is a contact. Names are put together from parts as they occur, so that a word such as "Atelier" is in
one company in twenty, most family names in a few hundred customers, and some in one only.
"""

from dataclasses import dataclass
from typing import Any

MOST_ACTIVE = 10_000
"""Activities of the customer with the longest timeline."""
WORKED_ON = "Hypermarché Sirius"
"""What that customer is called."""

CUSTOMERS = """
INSERT INTO customers_customer (id, account_id, kind, name, first_name, last_name, salutation, gender, business_type,
  vat_number, national_identification_number, emails, telephones, website, iban, bic, language, preferred_currency,
  payment_term, payment_days, electronic_invoicing_address, remarks, marketing_mails_consent, sort_name, search_text,
  added_at, updated_at, deactivated_at, deactivation_reason, deactivation_note, no_reminders_reason, responsible_user_id)
SELECT gen_random_uuid(), %(account)s, CASE WHEN contact THEN 'contact' ELSE 'company' END,
  CASE WHEN contact THEN first || ' ' || family ELSE trade || ' ' || family END,
  CASE WHEN contact THEN first ELSE '' END, CASE WHEN contact THEN family ELSE '' END, '', '', '',
  CASE WHEN contact THEN '' ELSE vat END, '',
  jsonb_build_array(jsonb_build_object('type', 'primary', 'email', 'info' || i || '@customer.example')),
  jsonb_build_array(jsonb_build_object('type', 'phone', 'number', '+32' || (20000000 + i))),
  '', '', '', 'en', '', 'after_invoice_date', 30, '', '', false,
  lower(CASE WHEN contact THEN family || ' ' || first ELSE trade || ' ' || family END),
  lower(CASE WHEN contact THEN first || ' ' || family ELSE trade || ' ' || family END)
    || ' info' || i || '@customer.example 32' || (20000000 + i) || ' 0' || (20000000 + i)
    || CASE WHEN contact THEN ' ' ELSE ' ' || lower(vat) || ' ' END || lower(city),
  now() - i * interval '17 seconds', now() - i * interval '11 seconds', CASE WHEN i %% 50 = 0 THEN now() END, '', '', '',
  CASE WHEN i %% 7 = 0 THEN %(owner)s::uuid END
FROM (SELECT i, i %% 5 = 1 AS contact, 'BE0' || (100000000 + i) AS vat,
  (%(first_names)s::text[])[1 + (i / 5) %% 20] AS first, (%(trades)s::text[])[1 + (i / 5) %% 20] AS trade,
  (%(cities)s::text[])[1 + i %% 13] AS city,
  (%(beginnings)s::text[])[1 + (i / 100) %% 23] || (%(middles)s::text[])[1 + (i / 31) %% 19]
    || CASE WHEN i %% 3 = 0 THEN (%(endings)s::text[])[1 + (i / 17) %% 11] ELSE (%(endings)s::text[])[1 + i %% 11] END AS family
  FROM generate_series(1, %(customers)s) AS i) AS parts
"""
ADDRESSES = """
INSERT INTO customers_address (id, customer_id, type, addressee, line_1, postal_code, city, country)
SELECT gen_random_uuid(), id, 'primary', '', 'Rue de la Loi ' || (n %% 300), (1000 + n %% 9000)::text,
  (%(cities)s::text[])[1 + n %% 13], CASE WHEN n %% 10 = 0 THEN 'FR' WHEN n %% 25 = 1 THEN 'NL' ELSE 'BE' END
FROM (SELECT id, row_number() OVER (ORDER BY added_at DESC) AS n FROM customers_customer WHERE account_id = %(account)s) AS each
"""
TAGS = """
INSERT INTO customers_tag (id, account_id, name)
SELECT gen_random_uuid(), %(account)s, name FROM unnest(ARRAY['horeca', 'retail', 'vip']) AS name
"""
TAGGED = """
INSERT INTO customers_customer_tags (customer_id, tag_id)
SELECT each.id, tag.id FROM customers_tag AS tag
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers_customer WHERE account_id = %(account)s) AS each
  ON n %% CASE tag.name WHEN 'horeca' THEN 4 WHEN 'retail' THEN 10 ELSE 400 END = 0
WHERE tag.account_id = %(account)s
"""
INVOICES = """
INSERT INTO invoicing_invoice (id, account_id, department_id, customer_id, for_attention_of_name, email, status,
  fiscal_year, number, invoice_number, invoice_date, due_on, payment_term, payment_days, currency,
  purchase_order_number, payment_reference, note, invoicee_name, invoicee_vat_number, invoicee_address, tax_exclusive,
  tax_inclusive, taxes, paid_amount, credited_amount, hold_reason, created_at, updated_at, discounts, seller, buyer,
  expected_payment_method, paid_at, on_hold_since)
SELECT gen_random_uuid(), %(account)s, %(department)s, id, '', '', CASE WHEN open THEN 'outstanding' ELSE 'matched' END,
  2026, n, '2026/' || n, issued, issued + 30, 'after_invoice_date', 30, 'EUR', '',
  '+++' || lpad((n / 100000)::text, 3, '0') || '/' || lpad((n / 10 %% 10000)::text, 4, '0') || '/' || lpad(n::text, 5, '0')
    || '+++',
  '', name, vat_number, '', 100 + n %% 50, 121 + n %% 50, '[]', CASE WHEN open THEN 0 ELSE 121 + n %% 50 END, 0, '',
  now() - n * interval '29 seconds', now() - n * interval '29 seconds', '[]', '{}', '{}', '',
  CASE WHEN open THEN NULL ELSE issued + interval '20 days' END,
  CASE WHEN open AND n %% 40 = 0 THEN current_date - 5 END
FROM (SELECT id, name, vat_number, n, current_date - (n %% 400)::int AS issued,
    n %% 400 < 60 AND n %% 4 = 0 OR n %% 50 = 0 AS open
  FROM (SELECT id, name, vat_number, row_number() OVER (ORDER BY id) AS n FROM customers_customer
    WHERE account_id = %(account)s LIMIT %(invoices)s) AS chosen) AS facts
"""
PAYMENTS = """
INSERT INTO invoicing_payment (id, account_id, invoice_id, amount, paid_on, method, created_at)
SELECT gen_random_uuid(), account_id, id, paid_amount, paid_at::date, 'bank_transfer', paid_at
FROM invoicing_invoice WHERE account_id = %(account)s AND status = 'matched'
"""
SUBSCRIPTIONS = """
INSERT INTO subscriptions_subscription (id, account_id, department_id, customer_id, for_attention_of_name, title, note,
  starts_on, unit, period, days_in_advance, payment_term, payment_days, generation, purchase_order_number, currency,
  tax_exclusive, tax_inclusive, taxes, next_period_on, bill_on, deactivated_at, created_at, updated_at, periods_behind,
  deactivation_reason, discounts, expected_payment_method, missed_periods)
SELECT gen_random_uuid(), %(account)s, %(department)s, id, '', (ARRAY['Maintenance','Hosting','Cleaning','Support'])[1 + n %% 4]
  || ' ' || n, '', current_date - 700 + (n %% 600)::int, 'month', 1, 0, 'after_invoice_date', 30, 'book', '', 'EUR',
  20 + n %% 80, 24 + n %% 80, '[]', CASE WHEN NOT ended THEN next_on END, CASE WHEN NOT ended THEN next_on END,
  CASE WHEN ended THEN now() - (n %% 300) * interval '1 day' END, now() - n * interval '5 minutes',
  now() - n * interval '5 minutes', 0, '', '[]', '', 'skip'
FROM (SELECT id, n, n %% 10 = 0 AS ended, current_date + 1 + (n %% 28)::int AS next_on
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers_customer
    WHERE account_id = %(account)s LIMIT %(subscriptions)s) AS chosen) AS facts
"""
MOVEMENTS = """
INSERT INTO subscriptions_movement (id, account_id, subscription_id, "on", kind, reason, currency, amount, created_at)
SELECT gen_random_uuid(), account_id, id, starts_on, 'new', '', currency, tax_exclusive, created_at
FROM subscriptions_subscription WHERE account_id = %(account)s
UNION ALL SELECT gen_random_uuid(), account_id, id, deactivated_at::date, 'churn', '', currency, -tax_exclusive, deactivated_at
FROM subscriptions_subscription WHERE account_id = %(account)s AND deactivated_at IS NOT NULL
"""
DEALS = """
INSERT INTO deals_deal (id, account_id, customer_id, phase_id, title, summary, year, number, reference, status,
  estimated_value, currency, estimated_probability, estimated_closing_date, purchase_order_number, closed_at, lost_remark,
  last_activity_on, search_text, created_at, updated_at, responsible_user_id)
SELECT gen_random_uuid(), %(account)s, id, (SELECT min(id::text)::uuid FROM deals_phase WHERE account_id = %(account)s),
  title, '', 2026, n, '2026/' || n, CASE WHEN n %% 3 = 0 THEN 'won' ELSE 'open' END, 1000 + n, 'EUR', 0.5,
  current_date + (n %% 90)::int, '', CASE WHEN n %% 3 = 0 THEN now() END, '', current_date - (n %% 100)::int,
  lower(title) || ' 2026/' || n, now() - n * interval '9 minutes', now(), %(owner)s
FROM (SELECT id, n, (ARRAY['Terrace','Website','Renovation','Fleet','Catering'])[1 + n %% 5] || ' ' || n AS title
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers_customer
    WHERE account_id = %(account)s LIMIT %(deals)s) AS chosen) AS facts
"""
TASKS = """
INSERT INTO followups_task (id, account_id, customer_id, assignee_id, title, description, due_on, created_at, updated_at,
  priority)
SELECT gen_random_uuid(), %(account)s, id, %(owner)s, 'Call back about ' || n, '', current_date - 20 + (n %% 90)::int, now(),
  now(), 'C'
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customers_customer
    WHERE account_id = %(account)s LIMIT %(tasks)s) AS chosen
"""
ACTIVITIES = """
INSERT INTO activities_activity (id, account_id, kind, at, by_id, customer_id, subject_type, subject_id, effects)
SELECT gen_random_uuid(), account_id, 'customer.added', added_at, %(owner)s, id, 'customer', id,
  jsonb_build_object('name', name, 'customer_kind', kind)
FROM customers_customer WHERE account_id = %(account)s
"""
LONG_TIMELINE = """
INSERT INTO activities_activity (id, account_id, kind, at, by_id, customer_id, subject_type, subject_id, effects)
SELECT gen_random_uuid(), %(account)s, 'customer.edited', now() - i * interval '1 hour', %(owner)s, %(worked_on)s, 'customer',
  %(worked_on)s, '{"name": "Sirius", "changes": [{"field": "website", "old": "", "new": "sirius.example"}]}'
FROM generate_series(1, %(activities)s) AS i
"""
PARTS = {
    "trades": "Bakkerij Brasserie Atelier Garage Studio Drukkerij Hotel Apotheek Maison Werkhuis Labo Salon Café Transport"
    " Cabinet Slagerij Optiek Kanzlei Domaine Agence",
    "first_names": "Luc Marie Jan Sofie Pieter Anne Thomas Julie Karel Ingrid Paul Claire Wim Nathalie Hans Petra Marc Eva Koen"
    " Isabelle",
    "beginnings": "Van Ver De Du La Le Mer Ber Gil Hen Wou Pee Lam Mich Cla Dub Fon Gou Jac Kes Lie Mae Nys",
    "middles": "den bo der ma li ro sch te bru ck mo ra per ne hou vel ter ga wi",
    "endings": "berg mans laere steen ghem waert eau ier court brand donck",
    "cities": "Bruxelles Gent Antwerpen Liège Namur Charleroi Brugge Leuven Mons Lille Paris Rotterdam Köln",
}


@dataclass(frozen=True)
class Filled:
    """The account, its owner, and the customer with the longest timeline."""

    account: Any
    owner: Any
    worked_on: Any


def fill(customers: int) -> Filled:
    """Migrate an empty database and fill it: half as many invoices as customers, a tenth as many subscriptions."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from comptoir.accounts.models import User
    from comptoir.customers import records
    from comptoir.lifecycle.opening import open_account

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    at = timezone.now()
    account = open_account(
        name="Scale",
        owner_email="owner@scale.example",
        owner_name="Ruth Owner",
        password="only for a benchmark",
        at=at,
    )
    owner = User.objects.get()
    values: dict[str, Any] = {
        "account": account.pk,
        "owner": owner.pk,
        "department": account.departments.get().pk,
        "customers": customers,
        "invoices": customers // 2,
        "subscriptions": customers // 10,
        "deals": customers // 50,
        "tasks": customers // 100,
        "activities": MOST_ACTIVE,
        **{name: words.split() for name, words in PARTS.items()},
    }
    everything = (
        CUSTOMERS,
        ADDRESSES,
        TAGS,
        TAGGED,
        INVOICES,
        PAYMENTS,
        SUBSCRIPTIONS,
        MOVEMENTS,
        DEALS,
        TASKS,
        ACTIVITIES,
    )
    with connection.cursor() as cursor:
        for statement in everything:
            cursor.execute(statement, values)
        worked_on = records.add(account=account, kind="company", name=WORKED_ON, by=None, at=at)
        cursor.execute(LONG_TIMELINE, {**values, "worked_on": worked_on.pk})
        # As the server does by itself, some minutes after so much was written.
        cursor.execute("VACUUM ANALYZE")
    return Filled(account, owner, worked_on)
