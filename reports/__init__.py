"""What is happening: the manager's board.
It knows everything below and changes nothing.
It offers queries and addresses (urls)."""
