"""Finding subscriptions by what they are called, and by whom they are of."""

from django.db.models import Q

from comptoir.core.folding import Folded
from comptoir.customers.search import every_word, of_whom
from comptoir.subscriptions.models import SubscriptionQuerySet

# As the index of the subscriptions says it.
WORDS = Folded("title")


def matching(subscriptions: SubscriptionQuerySet, query: str, whose: Q | None = None) -> SubscriptionQuerySet:
    """Those in whose title every word of `query` occurs, or whose customer it finds; all when it is empty.

    Accents and capitals do not matter. A word of one or two letters must begin a word there. `whose` are the documents of
    those whom it finds (`customers.search.of_whom`), when that is known already.
    """
    found = every_word(query, WORDS)
    return subscriptions.filter(found | (of_whom(query) if whose is None else whose)) if found else subscriptions
