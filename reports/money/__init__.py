"""What the work of the desk costs, as the manager's money page shows it. Money comes from the budget, tickets
from the figures; here they are put beside each other, each number with what is behind it.
"""
