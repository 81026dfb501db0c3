"""Bytes by their sha256: attachments and everything else that is stored once and streamed.
It knows only lib.
It offers actions.store, queries.open_blob and the model Blob."""
