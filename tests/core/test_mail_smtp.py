"""What a mail server may do to a message, and what is then known of it."""

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from comptoir.core.mail import NotSent, Sent, Uncertain, compose, transport
from comptoir.core.mail.smtp import SmtpTransport
from tests.smtp import SmtpSink

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def a_mail(recipients: tuple[str, ...] = ("info@midi.example",), **facts: str) -> EmailMessage:
    facts = {"sender": "us@nord.example", "subject": "Hello", "body": "Good day.\n", "message_id": "one"} | facts
    return compose(recipients=recipients, at=AT, **facts)  # type: ignore[arg-type]


def sent_by(way_out: SmtpTransport, *recipients: str):  # type: ignore[no-untyped-def]
    recipients = recipients or ("info@midi.example",)
    return way_out.send(a_mail(recipients), sender="us@nord.example", recipients=recipients)


def test_an_accepted_message_is_sent(smtp_sink: SmtpSink) -> None:
    with transport(smtp_sink.url) as way_out:
        assert way_out.connect() is None
        assert sent_by(way_out) == Sent()
    (delivery,) = smtp_sink.deliveries
    assert (delivery.sender, delivery.recipients) == ("us@nord.example", ("info@midi.example",))
    assert delivery.message["Auto-Submitted"] == "auto-generated"
    assert delivery.message["Message-ID"] == "<one@nord.example>"
    assert delivery.message["Date"].datetime == AT


def test_many_messages_share_a_connection_and_a_lost_one_is_opened_again(smtp_sink: SmtpSink) -> None:
    with transport(smtp_sink.url) as way_out:
        assert sent_by(way_out) == Sent()
        first = way_out._smtp
        assert sent_by(way_out) == Sent()
        assert way_out._smtp is first
        first.close()
        way_out._used_at = -100.0
        assert way_out.connect() is None
        assert sent_by(way_out) == Sent()
    assert len(smtp_sink.deliveries) == 3


def test_a_line_that_is_a_dot_arrives_as_a_dot(smtp_sink: SmtpSink) -> None:
    with transport(smtp_sink.url) as way_out:
        message = a_mail(body="one\n.\n..two\n")
        way_out.send(message, sender="us@nord.example", recipients=["info@midi.example"])
    assert smtp_sink.messages[0].get_content().splitlines() == ["one", ".", "..two"]


def test_a_refused_recipient_for_good(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("550 5.1.1 No such mailbox")
    with transport(smtp_sink.url) as way_out:
        assert sent_by(way_out) == NotSent("550 5.1.1 No such mailbox", permanent=True)
        smtp_sink.behave()
        assert sent_by(way_out) == Sent()


def test_a_refused_recipient_for_now(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("451 4.7.1 Come back later")
    with transport(smtp_sink.url) as way_out:
        assert sent_by(way_out) == NotSent("451 4.7.1 Come back later", permanent=False)


def test_a_server_that_is_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with transport(f"smtp://127.0.0.1:{port}") as way_out:
        failure = way_out.connect()
        assert isinstance(failure, NotSent)
        assert not failure.permanent
        assert isinstance(sent_by(way_out), NotSent)


def test_a_connection_lost_after_the_message_leaves_us_uncertain(smtp_sink: SmtpSink) -> None:
    smtp_sink.drop_after_data()
    with transport(smtp_sink.url) as way_out:
        assert isinstance(sent_by(way_out), Uncertain)
    assert len(smtp_sink.deliveries) == 1


def test_an_answer_that_does_not_come_leaves_us_uncertain(smtp_sink: SmtpSink) -> None:
    smtp_sink.slow(2.0)
    with transport(f"{smtp_sink.url}?timeout=0.1") as way_out:
        assert isinstance(sent_by(way_out), Uncertain)


Script = Callable[[socket.socket], None]


@contextmanager
def a_server_that(*answers: bytes | None) -> Iterator[str]:
    """Greets, then answers each command with the next of `answers`; None hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, __ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 ready\r\n")
            data = False
            for answer in answers:
                line = lines.readline()
                while data and line not in (b".\r\n", b""):
                    line = lines.readline()
                if answer is None:
                    return
                connection.sendall(answer)
                data = answer.startswith(b"354")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}?timeout=5"
    finally:
        thread.join(5)
        listener.close()


OK = b"250 OK\r\n"


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        pytest.param([OK, b"452 4.3.1 Full\r\n", OK], NotSent("452 4.3.1 Full"), id="refused at MAIL"),
        pytest.param([OK, OK, OK, b"554 5.7.1 No\r\n", OK], NotSent("554 5.7.1 No", True), id="refused at DATA"),
        pytest.param(
            [OK, OK, OK, b"354 go\r\n", b"451 4.3.0 Try later\r\n", OK],
            NotSent("451 4.3.0 Try later"),
            id="refused after the message, for now",
        ),
        pytest.param(
            [OK, OK, OK, b"354 go\r\n", b"554 5.6.0 Spam\r\n", OK],
            NotSent("554 5.6.0 Spam", True),
            id="refused after the message, for good",
        ),
        pytest.param([OK, b"421 4.3.2 Closing\r\n"], NotSent("421 4.3.2 Closing"), id="closing"),
        pytest.param([OK, OK, OK, b"354 go\r\n", b"gibberish\r\n"], Uncertain("-1 rish"), id="gibberish"),
    ],
)
def test_the_step_of_a_failure_says_what_is_known(answers: list[bytes], answer: object) -> None:
    with a_server_that(*answers) as url, transport(url) as way_out:
        given = sent_by(way_out)
        assert type(given) is type(answer)
        assert given.reason == answer.reason or isinstance(answer, Uncertain)
        assert getattr(given, "permanent", None) == getattr(answer, "permanent", None)


@pytest.mark.parametrize("answers", [[OK, None], [OK, OK, None], [OK, OK, OK, None]])
def test_a_connection_lost_before_the_message_is_not_sent(answers: list[bytes | None]) -> None:
    with a_server_that(*answers) as url, transport(url) as way_out:
        assert isinstance(sent_by(way_out), NotSent)


def test_a_recipient_refused_beside_one_that_is_taken() -> None:
    answers = [OK, OK, OK, b"550 5.1.1 Unknown\r\n", b"354 go\r\n", OK]
    with a_server_that(*answers) as url, transport(url) as way_out:
        assert sent_by(way_out, "a@midi.example", "b@midi.example") == Sent({"b@midi.example": "550 5.1.1 Unknown"})


def test_a_wrong_password_is_not_sent(smtp_sink: SmtpSink) -> None:
    with transport(smtp_sink.url.replace("smtp://", "smtp://me:secret@")) as way_out:
        assert isinstance(way_out.connect(), NotSent)
