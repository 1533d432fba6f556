"""Finding from the command line whom two partnerships both know."""
