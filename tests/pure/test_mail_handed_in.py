"""Mail inside posts and archives comes out byte for byte, whatever it holds; nonsense is told apart."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail import archives, payloads

READERS = [
    payloads.mailgun,
    payloads.sendgrid,
    payloads.mandrill,
    payloads.postmark,
    payloads.sparkpost,
    payloads.mailersend,
    payloads.postal,
    payloads.mailjet,
]
KINDS = ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", ""]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["msys", "relay_message", "content", "data", "raw", "Headers", "message", "base64"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=200))
def test_a_mail_in_a_form_keeps_its_bytes(raw):
    if b"\r\n--edge" in b"\r\n" + raw:
        return
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="body-mime"\r\n\r\n'
        + raw
        + b'\r\n--edge\r\nContent-Disposition: form-data; name="recipient"\r\n\r\na@b.c\r\n--edge--\r\n'
    )
    (mail,) = payloads.mailgun(body, 'multipart/form-data; charset=utf-8; boundary="edge"')
    assert (mail.raw, mail.recipients) == (raw, ("a@b.c",))


@settings(max_examples=30, deadline=None)
@given(
    body=st.binary(max_size=60) | anything.map(lambda said: json.dumps(said).encode()),
    kind=st.sampled_from(KINDS),
)
@pytest.mark.parametrize("reader", READERS)
def test_nonsense_is_told_apart(reader, kind, body):
    try:
        found = reader(body, kind)
    except payloads.Unreadable:
        return
    assert all(isinstance(mail.raw, bytes) for mail in found)


@settings(max_examples=30, deadline=None)
@given(
    bodies=st.lists(
        st.lists(
            st.sampled_from(
                ["", "From here on", ">From me", "From a@b Sat Jan  3 01:05:34 1998", "x\xff", ">"]
            ),
            max_size=6,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_an_archive_gives_back_what_was_put_in(tmp_path_factory, bodies):
    mails = [("Subject: x\n\n" + "\n".join([*lines, "end", ""])).encode("latin-1") for lines in bodies]
    path = tmp_path_factory.mktemp("box") / "x.mbox"
    quoted = [re.sub(rb"(?m)^(>*From )", rb">\1", raw) for raw in mails]
    path.write_bytes(b"".join(b"From a@b Sat Jan  3 01:05:34 1998\n" + raw + b"\n" for raw in quoted))
    assert [mail.read() for mail in archives.find(path)] == [raw + b"\n" for raw in mails]
