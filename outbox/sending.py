"""Handing a message to the mail server, and hearing whom it refused."""

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address


def send(message: EmailMessage) -> dict[str, str]:
    """Address → answer of those the server refused while it took the letter for the others.

    Django's own backend drops that answer. When everybody is refused it raises, as every backend does.
    """
    connection = get_connection()
    if not isinstance(connection, EmailBackend):
        connection.send_messages([message])
        return {}
    connection.open()
    try:
        encoding = message.encoding or "utf-8"
        refused = connection.connection.sendmail(
            sanitize_address(message.from_email, encoding),
            [sanitize_address(address, encoding) for address in message.recipients()],
            message.message().as_bytes(linesep="\r\n"),
        )
    finally:
        connection.close()
    return {address: f"{code} {said.decode(errors='replace')}" for address, (code, said) in refused.items()}
