"""Bytes by their sha256."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from files.actions import path_of, store
from files.models import Blob
from files.queries import open_blob


def test_the_same_content_is_stored_once(db, settings):
    first, second = store(b"hello"), store(iter([b"he", b"llo"]))
    assert first == second
    assert first.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert first.size == 5
    assert Blob.objects.count() == 1
    with open_blob(first) as file:
        assert file.read() == b"hello"


def test_a_file_that_breaks_off_leaves_nothing(db, settings):
    def broken():
        yield b"half"
        raise OSError("the sender hung up")

    with pytest.raises(OSError, match="hung up"):
        store(broken())
    assert not Blob.objects.exists()
    assert list(settings.FILES_ROOT.iterdir()) == []


def test_a_lost_file_comes_back_when_its_content_does(db):
    blob = store(b"once more")
    path_of(blob.sha256).unlink()
    store(b"once more")
    assert path_of(blob.sha256).read_bytes() == b"once more"


def test_the_database_refuses_a_name_that_is_no_digest(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Blob.objects.create(sha256="../../etc/passwd", size=1)
