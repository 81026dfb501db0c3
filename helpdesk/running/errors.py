"""What keeps the desk from starting, said so that a newcomer can act on it."""


class CannotStart(RuntimeError):
    """Its text is the whole message; nobody needs the traceback."""
