"""Reading stored bytes."""

from typing import BinaryIO

from files.actions import path_of
from files.models import Blob


def open_blob(blob: Blob | str) -> BinaryIO:
    """An open binary file of the blob (or its sha256); FileNotFoundError if the file is gone."""
    return path_of(blob if isinstance(blob, str) else blob.sha256).open("rb")
