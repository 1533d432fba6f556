"""What adds to the records, asks of them, and writes who looked."""
