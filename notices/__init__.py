"""Notices: what the desk tells its own people, in their tray and by letter, each thing once.

Knows staff, outbox and below; never what a notice is about: that is a name of a page and a number.
Offers notify, mark_read, settle and what is unread.
"""
