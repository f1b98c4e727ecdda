"""Why a follow-up is not changed. Nothing was written."""


class ChangedMeanwhile(Exception):
    """Somebody else changed it after it was shown for editing."""


class AlreadyDone(Exception):
    """What is done is not edited any more; it can be reopened."""
