"""What is counted of tickets: facts from their events, figures of days and of months from facts. It is asked
through reports.figures."""
