"""What is signed, in one form and no other, and its hash. No Django.

The form is that of the JSON Canonicalization Scheme (RFC 8785), for the part of JSON that needs no rule for
numbers: text, whole numbers, true, false and null, in lists and under keys. Where the scheme sorts keys by
UTF-16 and we by code points, the order is the same as long as the keys are words of this program.
"""

import hashlib
import hmac
import json
from typing import Any


def canonical(data: Any) -> str:
    """JSON with sorted keys and without spaces: the same data is the same text.

    TypeError on what could be written in two ways: floats, and keys that are not text.
    """
    _check(data)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_intact(text: str, sha256: str) -> bool:
    return bool(text) and hmac.compare_digest(digest(text), sha256)


def grouped(sha256: str) -> str:
    """In groups of eight, as it is read out and compared."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def _check(data: Any) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError(f"a key that is no text: {key!r}")
            _check(value)
    elif isinstance(data, list):
        for value in data:
            _check(value)
    elif data is not None and not isinstance(data, str | int):
        raise TypeError(f"cannot be written in one way only: {data!r}")
