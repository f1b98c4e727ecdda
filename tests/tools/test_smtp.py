"""The tests' mail server keeps what it gets and misbehaves when asked to."""

import smtplib

import pytest


def send(sink, to="jan@example.be"):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        client.sendmail("us@example.be", [to], "Subject: Reminder\r\n\r\nPlease pay.\r\n")


def test_it_keeps_a_message_with_its_moments(smtp_sink):
    send(smtp_sink)
    [delivery] = smtp_sink.deliveries
    assert (delivery.sender, delivery.recipients) == ("us@example.be", ("jan@example.be",))
    assert delivery.message["Subject"] == "Reminder"
    assert delivery.begun_at <= delivery.received_at


def test_it_refuses(smtp_sink):
    smtp_sink.refuse()
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(smtp_sink)
    assert smtp_sink.deliveries == []


def test_it_hangs_up_after_it_took_the_message(smtp_sink):
    smtp_sink.drop_after_data()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(smtp_sink)
    assert len(smtp_sink.messages) == 1
