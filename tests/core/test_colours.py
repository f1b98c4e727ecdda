"""Colours, and whether white can be read on them."""

import pytest

from comptoir.core.colours import colour, contrast_with_white


@pytest.mark.parametrize(
    ("text", "kept"),
    [("#1F4E79", "#1f4e79"), (" 1f4e79 ", "#1f4e79"), ("#Fa0", "#ffaa00"), ("#000000", "#000000")],
)
def test_a_colour_is_kept_in_one_way(text: str, kept: str) -> None:
    assert colour(text) == kept


@pytest.mark.parametrize("text", ["", "#", "blue", "#12345", "#1234567", "#gggggg", "rgb(1,2,3)", "#1f4e79;}", "#१२३"])
def test_what_is_not_one_is_refused(text: str) -> None:
    assert colour(text) is None


def test_the_contrast_is_that_of_the_guidelines() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)
