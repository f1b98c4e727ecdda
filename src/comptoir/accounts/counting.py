"""Running numbers of what an account makes each year: the references of deals and quotations.

Invoices have a numbering of their own, which the law makes stricter (invoicing.numbering).
"""

from django.db.models import F

from comptoir.accounts.models import Account, Counter


def next_number(account: Account, kind: str, *, year: int) -> int:
    """The next number of `kind` in `year`, counted from 1. Call it in the transaction that uses it: nobody else gets it.

    Others wait for that transaction; if it is rolled back, the number is given again.
    """
    Counter.objects.bulk_create([Counter(account=account, kind=kind, year=year)], ignore_conflicts=True)
    row = Counter.objects.filter(account=account, kind=kind, year=year)
    row.update(last=F("last") + 1)
    return row.get().last
