"""Who and what is around the children of the stories."""
