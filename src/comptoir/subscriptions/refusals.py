"""Why a verb on a subscription was refused. Each door turns these facts into words in one place."""


class Refusal(Exception):
    """A verb on a subscription was refused; nothing was changed."""


class NotInPlan(Refusal):
    """The account's plan has no subscriptions (R8)."""


class SubscriptionDeactivated(Refusal):
    """It was deactivated, which is for good (R7): it is not changed any more either."""


class SubscriptionEnded(Refusal):
    """It has run out, so there is nothing to pause."""


class PauseEndsTooEarly(Refusal):
    """A pause can only end on a later day than today."""


class ChangedMeanwhile(Refusal):
    """It is no longer what the person who acts was shown: somebody changed it, or a period was billed."""


class FrozenAfterFirstInvoice(Refusal):
    """Its first day and its billing cycle cannot change once something was billed: periods would overlap or be lost."""


class UnknownCycle(Refusal):
    """There is no such billing cycle, or no such number of days in advance."""


class StartsOutOfReach(Refusal):
    """Its first day lies so far away that it can only be a slip of the keyboard."""


class EndsBeforeItStarts(Refusal):
    """Its last day lies before its first."""


class NoLines(Refusal):
    """It has no lines, so there is nothing to bill."""


class NegativeAmount(Refusal):
    """Its invoices would come to less than nothing."""


class ArchivedTaxRate(Refusal):
    """A line's VAT rate is not used any more."""


class ArchivedDepartment(Refusal):
    """The department makes no invoices any more."""


class NoAddress(Refusal):
    """Its customer has no postal address, which an invoice has to bear (Directive 2006/112/EC, article 226, point 5)."""


class NoSuchIndexation(Refusal):
    """Neither a percentage nor two values of an index that could change a price, or far more than any index does."""


class NothingToIndex(Refusal):
    """None of the chosen subscriptions would change."""
