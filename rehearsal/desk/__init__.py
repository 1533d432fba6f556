"""What lies on the MASH desk of the demo: reports of the last days, and how far the desk has come with each."""
