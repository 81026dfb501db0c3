"""Knowledge: articles, and guidelines that colleagues must have read, each in numbered versions.

Knows staff, notices and below; never what a ticket is. Offers articles_for, to_read, receipts and the actions
start, write, publish, acknowledge, archive.
"""
