"""A real Dovecot on a free port, with a directory of its own, as root or as anybody."""

import contextlib
import datetime
import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.smtp import free_port

PASSWORD = "open_sesame"
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
info_log_path = {home}/log
protocols = {protocols}
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = {strict}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/mail/%u
mail_uid = {mail_user}
mail_gid = {mail_group}
auth_mechanisms = plain login{tokens}
{oauth}passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
{pop3}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
  client_limit = 200
  process_limit = 1
}}
"""

OAUTH = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf
}}
"""
INTROSPECTION = """
introspection_mode = post
introspection_url = {url}/introspect
username_attribute = username
active_attribute = active
active_value = true
tokeninfo_url =
"""
POP3 = """
protocol pop3 {{
  pop3_uidl_format = %08Xu%08Xv
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    port = {pop3s_port}
    ssl = yes
  }}
}}
"""


def installed() -> bool:
    return shutil.which("dovecot") is not None or Path("/usr/sbin/dovecot").exists()


class Dovecot:
    """Any user name is a mailbox; `PASSWORD` opens it. `stop()` it."""

    def __init__(self, *, oauth_url: str = "") -> None:
        self.oauth_url = oauth_url  # a provider of tokens; the password opens it all the same
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.home.chmod(0o755)
        self.port, self.tls_port = free_port(), free_port()
        self.pop3_port, self.pop3s_port = free_port(), free_port()
        self.speaks_pop3 = Path("/usr/lib/dovecot/pop3").exists()
        self.process: subprocess.Popen | None = None

    def start(self) -> "Dovecot":
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        mail = pwd.getpwnam("nobody") if root else me
        for folder in ("run", "state", "mail"):
            (self.home / folder).mkdir(mode=0o755)
        os.chown(self.home / "mail", mail.pw_uid, mail.pw_gid) if root else None
        internal = "dovecot" if root and _exists("dovecot") else me.pw_name
        configuration = CONFIGURATION.format(
            home=self.home,
            user=internal,
            group=_group(internal),
            mail_user=mail.pw_uid,
            mail_group=mail.pw_gid,
            password=PASSWORD,
            port=self.port,
            tls_port=self.tls_port,
            tokens=" xoauth2 oauthbearer" if self.oauth_url else "",
            oauth=OAUTH.format(home=self.home) if self.oauth_url else "",
            protocols="imap pop3" if self.speaks_pop3 else "imap",
            pop3=POP3.format(pop3_port=self.pop3_port, pop3s_port=self.pop3s_port)
            if self.speaks_pop3
            else "",
            **self._certificate(),
        )
        if self.oauth_url:
            (self.home / "oauth2.conf").write_text(INTROSPECTION.format(url=self.oauth_url))
        path = self.home / "dovecot.conf"
        path.write_text(configuration)
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        with (self.home / "err").open("w") as said:
            self.process = subprocess.Popen(
                [program, "-F", "-c", str(path)], stdout=subprocess.DEVNULL, stderr=said
            )
        self._wait()
        return self

    def _certificate(self) -> dict[str, str]:
        """A certificate that signs itself: nobody trusts it, which is what the tests of TLS want."""
        wanted = (
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
            "-addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        )
        keys = ["-keyout", str(self.home / "key.pem"), "-out", str(self.home / "cert.pem")]
        made = subprocess.run(["openssl", *wanted.split(), *keys], capture_output=True, check=False)
        if made.returncode:
            return {"ssl": "no", "certificate": "", "strict": "no"}
        return {
            "ssl": "yes",
            "strict": "no",
            "certificate": f"ssl_cert = <{self.home}/cert.pem\nssl_key = <{self.home}/key.pem",
        }

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            with contextlib.suppress(Exception), self.client("probe"):
                return
            time.sleep(0.02)
        log = self.home / "log"
        said = log.read_text() if log.exists() else ""
        raise RuntimeError(f"Dovecot did not start: {(self.home / 'err').read_text()} {said[-2000:]}")

    @contextlib.contextmanager
    def client(self, user: str):
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30) as client:
            client.login(user, PASSWORD)
            yield client

    def deliver(
        self, user: str, raw: bytes, *, at: datetime.datetime | None = None, folder: str = "INBOX"
    ) -> None:
        """Put a mail into the mailbox as if it had arrived then."""
        with self.client(user) as client:
            client.append(folder, raw, msg_time=at)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        shutil.rmtree(self.home, ignore_errors=True)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _group(user: str) -> str:
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
