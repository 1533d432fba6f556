"""Where things happen in the town that does not exist; the wards alone are real, and hold homes only."""
