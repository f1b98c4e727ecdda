"""Several connections at the same moment, for tests on PostgreSQL."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all works at the same moment, each on a connection of its own; what each gave or raised."""
    start = threading.Barrier(len(works))
    answers: list[object] = [None] * len(works)

    def run(index: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[index] = work()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers
