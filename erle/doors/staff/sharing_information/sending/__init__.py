"""The end of sharing: the check, what is gathered for sending, and the decision not to share."""
