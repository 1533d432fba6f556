"""Courses, sessions, who is competent in what. Nothing is taught here yet."""
