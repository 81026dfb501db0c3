"""How crowded the machine is, for tests that bound what something costs by the clock on the wall."""

import time


def crowd() -> float:
    """How many times longer than its own work something takes here and now; at least 1."""
    wall, cpu = time.perf_counter(), time.process_time()
    while time.process_time() - cpu < 0.05:
        pass
    return max(1.0, (time.perf_counter() - wall) / 0.05)
