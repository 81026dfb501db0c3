"""What an answer sounds like: the parts of `qa/tone.py`, which puts them together. Pure.

`data/` holds what is known of each language (phrases, words of promises and dates) and the weights of the
model.
"""
