"""What two writers are told who would overwrite each other."""


class StaleDraft(Exception):
    """Somebody saved this draft, or published it, since it was opened."""
