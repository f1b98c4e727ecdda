"""The browser of the tests starts."""


def test_it_shows_a_page(page):
    page.set_content("<h1>Comptoir</h1>")
    assert page.get_by_role("heading", name="Comptoir").is_visible()
