"""What the mailbox wants done with the copies on the server, once ours are committed.

Each row remembers that it is due, so that a fetch which dies in between is made good by the next one. Every
step may be done twice.
"""

from imapclient import IMAPClient

from mail.choices import AfterFetch
from mail.models import MailFolder, RawEmail

MOST = 500


def clear(folder: MailFolder, server: IMAPClient) -> None:
    """Mark, move or delete what is due in this folder, which is selected."""
    box = folder.mailbox
    due = RawEmail.objects.filter(mailbox=box, server_due=True, folder=folder.name)
    if box.after_fetch == AfterFetch.LEAVE:
        due.update(server_due=False)
        return
    rows = dict(due.filter(uid_validity=folder.uid_validity).values_list("uid", "pk")[:MOST])
    if rows:
        _ACTS[AfterFetch(box.after_fetch)](server, sorted(rows), box.move_to)
        RawEmail.objects.filter(pk__in=rows.values()).update(server_due=False)


def _mark(server: IMAPClient, uids: list[int], _to: str) -> None:
    server.add_flags(uids, [b"\\Seen"], silent=True)


def _move(server: IMAPClient, uids: list[int], to: str) -> None:
    if not server.folder_exists(to):
        server.create_folder(to)
    # A UID that is gone (moved by the fetch that died) is passed over by the server.
    if server.has_capability("MOVE"):
        server.move(uids, to)
        return
    server.copy(uids, to)
    _delete(server, uids, to)


def _delete(server: IMAPClient, uids: list[int], _to: str) -> None:
    """Only ours: without UIDPLUS an EXPUNGE would take what others marked too, so it waits until none is."""
    server.delete_messages(uids, silent=True)
    if server.has_capability("UIDPLUS"):
        server.uid_expunge(uids)
    elif set(server.search(["DELETED"])) <= set(uids):
        server.expunge()


_ACTS = {AfterFetch.SEEN: _mark, AfterFetch.MOVE: _move, AfterFetch.DELETE: _delete}
