"""The parts of the roster solver. Pure: no Django, no database. `scheduling.solver` is the face of it.

`problem` says what is asked and answered; `published` reads the benchmark format; the rest is the search.
"""
