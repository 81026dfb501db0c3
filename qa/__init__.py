"""Quality of answers: what reviews are scored by, which answers are looked at, how far reviewers agree.

So far the rules alone, without a database. Stands beside mail, above tickets.
"""
