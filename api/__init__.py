"""Programs that work for a colleague: the same actions by JSON, with a key that can be taken away.
It knows everything below it; nobody knows it.
It offers nothing to other apps."""
