"""Ids sort by the moment they were made."""

import time

from comptoir.core.ids import new_id


def test_they_are_uuids_of_version_7_all_different():
    ids = [new_id() for _ in range(1000)]
    assert {(each.version, each.variant) for each in ids} == {(7, "specified in RFC 4122")}
    assert len(set(ids)) == 1000


def test_what_is_made_later_sorts_later_even_within_a_millisecond():
    made = []
    for _ in range(50):
        made.append(new_id())
        time.sleep(0.00001)
    assert made == sorted(made)
