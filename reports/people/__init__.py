"""The figures of one person, held against the time in which there was something to answer."""
