"""An address that cannot be listened at is refused with a sentence."""

import socket

import pytest

from comptoir.core.listening import CannotListen, see_that_free, web_address


def test_a_port_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Port {port} is in use by another program"):
            see_that_free("127.0.0.1", port)
    see_that_free("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_there_are_no_such_ports(port):
    with pytest.raises(CannotListen, match="they go from 1 to 65535"):
        see_that_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CannotListen, match=r"not possible to listen at 192\.0\.2\.1"):
        see_that_free("192.0.2.1", 8000)


def test_the_address_for_the_browser():
    assert web_address("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert web_address("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert web_address("::1", 8000) == "http://[::1]:8000"
