"""What is happening: the manager's board.
It knows everything below and changes nothing.
It offers addresses (urls). Each part of the board has its room; what was counted is asked of figures.py."""
