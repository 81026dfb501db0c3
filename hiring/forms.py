"""What is typed about positions, candidates and recommendations."""
