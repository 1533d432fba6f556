"""Examples of each clock: when it started, when it is due, and why."""
