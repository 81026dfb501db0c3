"""Without a mail server letters are kept in a folder, where the manual says they are."""

import email
import subprocess
import sys
from pathlib import Path

from outbox.actions import deliver
from tests.outbox.test_delivery import a_letter

ROOT = Path(__file__).parent.parent.parent
ASK = "from helpdesk import settings; print(settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH)"


def test_the_folder_is_beside_the_other_data(tmp_path):
    env = {"HELPDESK_ENV": "local", "HELPDESK_VAR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.stdout.split() == [
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path / "letters"),
    ], done.stderr


def test_a_letter_is_a_file_there(db, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "letters"
    letter = a_letter(text="Tere, Õnne!\n")
    deliver(letter.pk)
    (kept,) = (tmp_path / "letters").iterdir()
    message = email.message_from_bytes(kept.read_bytes().partition(b"\n---")[0])
    assert message["Message-ID"] == letter.message_id
    assert message.get_payload(decode=True).decode().strip() == "Tere, Õnne!"
