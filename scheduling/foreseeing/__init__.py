"""The parts of scheduling.forecast: days that are known, ways to carry them on, how far off these were."""
