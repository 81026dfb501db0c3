"""Mail servers that misbehave as told: a few lines of IMAP or POP3 over a real socket."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Talk = Callable[[bytes], bytes]


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        greeting, talk = self.server.script()
        self.wfile.write(greeting)
        for line in self.rfile:
            self.server.heard.append(line.rstrip(b"\r\n"))
            answer = talk(line.rstrip(b"\r\n"))
            if answer is None:
                return
            self.wfile.write(answer)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def scripted(script: Callable[[], tuple[bytes, Talk]]) -> Iterator[_Server]:
    """`script` gives the greeting and what is answered to each line; None hangs up. `.port`, `.heard`."""
    with _Server(("127.0.0.1", 0), _Line) as server:
        server.script, server.heard = script, []
        server.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)


def imap(mails: dict[int, bytes], *, capabilities: bytes = b"", broken: frozenset[int] = frozenset()):
    """An IMAP server with these mails by UID; those in `broken` it cannot read itself."""

    def script() -> tuple[bytes, Talk]:
        return b"* OK ready\r\n", talk

    def talk(line: bytes) -> bytes | None:
        tag, _space, rest = line.partition(b" ")
        command = rest.upper()
        done = tag + b" OK done\r\n"
        if command.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1 " + capabilities + b"\r\n" + done
        if command.startswith((b"SELECT", b"EXAMINE")):
            said = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 99] ok\r\n" % len(mails)
            return said + done
        if command.startswith(b"UID SEARCH"):
            return b"* SEARCH " + b" ".join(b"%d" % uid for uid in mails) + b"\r\n" + done
        if command.startswith(b"UID FETCH"):
            return _fetched(tag, rest, done)
        if command.startswith(b"LOGOUT"):
            return b"* BYE bye\r\n" + done
        return done

    def _fetched(tag: bytes, rest: bytes, done: bytes) -> bytes:
        asked = [int(each) for each in rest.split()[2].split(b",")]
        if b"BODY" in rest.upper() and broken & set(asked):
            return tag + b" NO [SERVERBUG] the mail cannot be read\r\n"
        said = b""
        for number, uid in enumerate(asked, start=1):
            if b"BODY" in rest.upper():
                what = b"BODY[] {%d}\r\n" % len(mails[uid]) + mails[uid]
            else:
                what = b'RFC822.SIZE %d INTERNALDATE " 1-Mar-2026 10:00:00 +0000"' % len(mails[uid])
            said += b"* %d FETCH (UID %d %s)\r\n" % (number, uid, what)
        return said + done

    return script


def pop3(
    mails: dict[int, bytes],
    *,
    names: dict[int, bytes] | None = None,
    broken: frozenset[int] = frozenset(),
    capabilities: tuple[bytes, ...] = (b"UIDL",),
):
    """A POP3 server with these mails by number, which forgets what was deleted when told goodbye."""

    def script() -> tuple[bytes, Talk]:
        deleted: set[int] = set()

        def talk(line: bytes) -> bytes | None:
            command, _space, rest = line.partition(b" ")
            number = int(rest.split()[0]) if rest[:1].isdigit() else 0
            there = {n: raw for n, raw in mails.items() if n not in deleted}
            match command.upper():
                case b"CAPA":
                    return _many(list(capabilities)) if capabilities else b"-ERR what?\r\n"
                case b"UIDL":
                    if names is None:
                        return _many([b"%d name-%d" % (n, n) for n in there])
                    return _many([b"%d %s" % (n, names[n]) for n in there]) if names else b"-ERR what?\r\n"
                case b"LIST":
                    return _many([b"%d %d" % (n, len(raw)) for n, raw in there.items()])
                case b"RETR" if number in broken:
                    return b"-ERR [SYS/PERM] cannot be read\r\n"
                case b"RETR":
                    return _many(there[number].split(b"\r\n")[:-1])
                case b"TOP":
                    return _many(there[number].split(b"\r\n")[:20])
                case b"DELE":
                    deleted.add(number)
                    return b"+OK\r\n"
                case b"QUIT":
                    for each in deleted:
                        mails.pop(each, None)
                    return b"+OK\r\n"
                case _:
                    return b"+OK\r\n"

        return b"+OK ready\r\n", talk

    return script


def _many(lines: list[bytes]) -> bytes:
    stuffed = [b"." + line if line.startswith(b".") else line for line in lines]
    return b"\r\n".join([b"+OK", *stuffed, b".", b""])
