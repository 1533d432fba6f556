"""Pages of return interviews: short ones for the interviewer, and those by which the child's circle and she hear."""
