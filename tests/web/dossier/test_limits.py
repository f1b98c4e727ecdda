"""What is too much at once is refused before any of it is read."""

import pytest
from django.test import Client

from comptoir.accounts.models import User
from comptoir.customers.models import Customer

MEGABYTE = 1024 * 1024


class Unreadable:
    """What must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("It was read.")

    readline = read


def sent(client: Client, path: str, megabytes: int, **headers: str) -> tuple[int, str]:
    """The answer to a form of so many megabytes of which nothing may be read."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(megabytes * MEGABYTE),
        "wsgi.input": Unreadable(),
    }
    answer = client.request(**environ, **headers)
    return answer.status_code, answer.text


def test_too_many_files_at_once(client: Client, jan: User, midi: Customer) -> None:
    status, page = sent(client, f"/files/new/?customer={midi.pk}", 101)
    assert status == 413
    assert "100 MB can be sent at once. Nothing was kept; send less at a time." in page
    assert f'href="/files/new/?customer={midi.pk}"' in page


def test_a_form_is_no_place_for_files(client: Client, jan: User) -> None:
    assert sent(client, "/settings/", 3)[0] == 413


def test_htmx_is_told_in_a_toast(client: Client, jan: User, midi: Customer) -> None:
    status, part = sent(client, f"/files/new/?customer={midi.pk}", 101, HTTP_HX_REQUEST="true")
    assert status == 413
    assert part.strip().startswith('<div class="toast warning"')


def test_visitors_cannot_send_files_at_all(client: Client, jan: User) -> None:
    client.logout()
    status, page = sent(client, "/files/new/", 3)
    assert status == 413
    assert "2 MB can be sent at once." in page


@pytest.mark.parametrize("length", ["", "much"])
def test_a_length_that_is_none_counts_as_nothing(client: Client, jan: User, length: str) -> None:
    assert client.get("/settings/", CONTENT_LENGTH=length).status_code == 200
