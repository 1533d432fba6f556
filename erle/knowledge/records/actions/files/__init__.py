"""Files on their way into the records: staged as they come, their children met, their rows taken by bulk statements."""
