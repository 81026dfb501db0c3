"""Storing bytes, once for each content."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from files.models import Blob


def path_of(sha256: str) -> Path:
    return settings.FILES_ROOT / sha256[:2] / sha256


def store(content: bytes | Iterable[bytes]) -> Blob:
    """The blob of this content, written if it is new.

    The file is complete and synced before its row exists, so a row never points at half a file; a file
    without a row (the transaction rolled back) costs only its space.
    """
    chunks = [content] if isinstance(content, bytes) else content
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=settings.FILES_ROOT, prefix="incoming-", delete=False) as partial:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                partial.write(chunk)
            partial.flush()
            os.fsync(partial.fileno())
        except BaseException:
            os.unlink(partial.name)
            raise
    path = path_of(digest.hexdigest())
    path.parent.mkdir(exist_ok=True)
    os.replace(partial.name, path)
    Blob.objects.bulk_create([Blob(sha256=digest.hexdigest(), size=size)], ignore_conflicts=True)
    blob = Blob.objects.get(pk=digest.hexdigest())
    if not path.exists():
        raise FileNotFoundError("the same content was removed in this very moment; store it again")
    return blob


def drop(blob: Blob) -> bool:
    """Remove the content for good, unless something still refers to it. Its bytes go when that commits."""
    Blob.objects.select_for_update().filter(pk=blob.pk).first()  # whoever wants to refer to it waits
    try:
        with transaction.atomic():
            Blob.objects.filter(pk=blob.pk).delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: _unlink(blob.pk))
    return True


def _unlink(sha256: str) -> None:
    if not Blob.objects.filter(pk=sha256).exists():  # not stored again meanwhile
        path_of(sha256).unlink(missing_ok=True)
