"""Putting a message and its files into the thread."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from customers.models import Contact
from files.actions import store
from files.models import Blob
from lib.storing import insert
from staff.models import User
from tickets.models import Attachment, Message, Ticket


@dataclass(frozen=True)
class Part:
    """A file that comes with a message: its bytes, or a blob that is stored already."""

    name: str
    content: bytes | Blob
    content_type: str = "application/octet-stream"
    content_id: str = ""
    inline: bool = False

    def blob(self) -> Blob:
        return self.content if isinstance(self.content, Blob) else store(self.content)


def clean_name(name: str) -> str:
    """A file name that is one: no folders, no control characters, at most 255 characters."""
    name = "".join(c for c in name.replace("\\", "/").split("/")[-1] if c.isprintable()).strip(" .")
    return name[-255:] or "file"


def write(
    ticket: Ticket,
    kind: str,
    *,
    channel: str,
    at: datetime.datetime,
    text: str,
    html: str = "",
    folded: str = "",
    author: User | None = None,
    contact: Contact | None = None,
    recipients: dict | None = None,
    parts: Sequence[Part] = (),
    message_id: str = "",
    sent_key: str | None = None,
    held_until: datetime.datetime | None = None,
) -> Message:
    """The message row and its attachments; events and clocks are the caller's. `html` must be sanitised
    already.
    """
    message = Message(
        ticket=ticket,
        kind=kind,
        channel=channel,
        at=at,
        text=text.replace("\x00", ""),
        html=html.replace("\x00", ""),
        folded=folded.replace("\x00", ""),
        author=author,
        contact=contact,
        recipients=recipients or {},
        message_id=message_id[:320],
        sent_key=sent_key,
        held_until=held_until,
    )
    insert(message)
    if parts:
        insert(
            *(
                Attachment(
                    message=message,
                    blob=part.blob(),
                    name=clean_name(part.name),
                    content_type=part.content_type[:127],
                    content_id=part.content_id[:255],
                    inline=part.inline,
                )
                for part in parts
            )
        )
    return message
