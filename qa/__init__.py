"""Quality of answers: scorecards, reviews of what was written to customers, and disputes about them.

Knows tickets and below; stands beside mail. Offers reviews_for, scorecards_for and the actions
save_scorecard, begin_review, give_review, dispute.
"""
