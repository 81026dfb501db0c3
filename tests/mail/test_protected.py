"""Letters that are signed or encrypted: the ticket says so, and nothing of them is lost."""

from mail.intake import handle, receive


def test_an_encrypted_letter_becomes_a_ticket_that_says_so(mailbox):
    raw = (
        b"From: Dana <dana@example.com>\nTo: billing@desk.example\nSubject: secret\n"
        b"Message-ID: <s@example.com>\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=b;\n"
        b' protocol="application/pgp-encrypted"\n\n'
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        b"Content-Type: application/octet-stream; name=encrypted.asc\n\n"
        b"-----BEGIN PGP MESSAGE-----\n\nx\n--b--\n"
    )
    row = receive(raw, mailbox=mailbox)
    assert handle(row.pk) == "created"
    row.refresh_from_db()
    message = row.message
    assert "Encrypted with PGP" in message.folded
    assert "encrypted.asc" in {one.name for one in message.attachments.all()}
