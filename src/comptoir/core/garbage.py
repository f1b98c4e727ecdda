"""When Python looks for garbage that refers to itself: not in the middle of work that makes very many objects and keeps them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_lying() -> Iterator[None]:
    """Put the search off until the end of a batch: there it would go through the rows of the batch again and again.

    For batches of a bounded size. Also a decorator.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
