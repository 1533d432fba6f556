"""Tests of the simulated partnership: what it says, and that it stands."""
