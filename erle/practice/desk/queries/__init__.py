"""Reading the desk: all under the policies, so each returns what the acting worker may see and no more."""
