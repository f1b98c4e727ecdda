"""Mails and the addresses of the ways out."""

import datetime as dt
from email import message as message_types
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, send_mail

from comptoir.core.mail import Attachment, Sent, UnknownMailUrl, compose, transport
from comptoir.core.mail.backend import MailNotSent
from comptoir.core.mail.messages import wire
from comptoir.core.mail.smtp import SmtpServer
from tests.smtp import SmtpSink

AT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)


def test_nothing_typed_can_add_a_header_or_a_recipient() -> None:
    message = compose(
        sender="us@nord.example",
        sender_name="Nord\r\nBcc: thief@evil.example",
        recipients=["info@midi.example"],
        subject="Invoice\nBcc: thief@evil.example",
        body="\nBcc: thief@evil.example\n",
        message_id="one",
        at=AT,
    )
    read = message_from_bytes(wire(message), policy=policy.default)
    assert read.keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ]
    assert read["Subject"] == "Invoice Bcc: thief@evil.example"
    assert [address.addr_spec for address in read["To"].addresses] == ["info@midi.example"]


def test_an_address_with_a_comma_is_no_second_recipient() -> None:
    with pytest.raises(ValueError, match="not an e-mail address"):
        compose(sender="us@nord.example", recipients=["nobody"], subject="x", body="x", message_id="x", at=AT)
    message = compose(
        sender="us@nord.example",
        sender_name="Martin, Luc <evil@evil.example>",
        recipients=["info@midi.example"],
        subject="x",
        body="x",
        message_id="x",
        at=AT,
    )
    assert [address.addr_spec for address in message["From"].addresses] == ["us@nord.example"]


def test_a_folder_gets_one_whole_file_per_message(tmp_path: Path) -> None:
    message = compose(
        sender="us@nord.example", recipients=["info@midi.example"], subject="É", body="é\n", message_id="one", at=AT
    )
    with transport(f"file://{tmp_path}/mail") as way_out:
        assert way_out.connect() is None
        for __ in range(2):
            sent = way_out.send(message, sender="us@nord.example", recipients=["info@midi.example"])
            assert sent == Sent()
    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "20261124T093000-one.eml"
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] == "É"


def test_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    message = compose(
        sender="us@nord.example", recipients=["info@midi.example"], subject="Hello", body="x", message_id="one", at=AT
    )
    with transport("console://") as way_out:
        way_out.send(message, sender="us@nord.example", recipients=["info@midi.example"])
    assert "Subject: Hello\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25)),
        ("smtp://mail.example:2525", SmtpServer("mail.example", 2525)),
        ("smtp://mail.example?tls=on", SmtpServer("mail.example", 587, starttls=True)),
        ("smtp://mail.example?starttls=true&timeout=3", SmtpServer("mail.example", 587, starttls=True, timeout=3.0)),
        ("smtps://me%40x:p%2Fw@mail.example", SmtpServer("mail.example", 465, "me@x", "p/w", tls=True)),
    ],
)
def test_one_line_says_which_server(url: str, server: SmtpServer) -> None:
    assert transport(url).server == server  # type: ignore[attr-defined]


@pytest.mark.parametrize("url", ["", "http://mail.example", "file://", "smtp://", "mail.example"])
def test_any_other_line_is_refused(url: str) -> None:
    with pytest.raises(UnknownMailUrl):
        transport(url)


def test_djangos_own_mails_leave_the_same_way(settings: object, smtp_sink: SmtpSink) -> None:
    settings.EMAIL_BACKEND = "comptoir.core.mail.backend.EmailBackend"  # type: ignore[attr-defined]
    sent = send_mail("Your password", "Here.", "Comptoir <us@nord.example>", ["Luc <luc@martin.example>"])
    assert sent == 1
    (delivery,) = smtp_sink.deliveries
    assert (delivery.sender, delivery.recipients) == ("us@nord.example", ("luc@martin.example",))
    assert delivery.message["Subject"] == "Your password"

    smtp_sink.refuse()
    with pytest.raises(MailNotSent, match="No such mailbox"):
        send_mail("Your password", "Here.", "us@nord.example", ["luc@martin.example"])
    assert EmailMessage("x", "x", "us@nord.example", ["luc@martin.example"]).send(fail_silently=True) == 0


def test_a_mail_carries_files_whose_names_add_no_header() -> None:
    message = compose(
        sender="us@nord.example",
        recipients=["info@midi.example"],
        subject="Quotation",
        body="Dear Luc,\n",
        message_id="one",
        at=AT,
        attachments=[Attachment("Offre nº 1\r\nBcc: thief@evil.example.pdf", b"%PDF-1.7\n\x00\xff")],
    )
    read = message_from_bytes(wire(message), policy=policy.default)
    assert isinstance(read, message_types.EmailMessage)
    assert (read["Bcc"], read.get_content_type()) == (None, "multipart/mixed")
    text = read.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == ["Dear Luc,"]
    (file,) = read.iter_attachments()
    assert file.get_filename() == "Offre nº 1 Bcc: thief@evil.example.pdf"
    assert (file["Bcc"], file.get_content_type(), file.get_content()) == (
        None,
        "application/pdf",
        b"%PDF-1.7\n\x00\xff",
    )
