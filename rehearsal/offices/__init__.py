"""What a school's safeguarding office of the demo hands in on the page of files: taken, undone, waiting."""
