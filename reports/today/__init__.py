"""The running day: the board and its wall, what is due, who is on shift and what the next hours bring."""
