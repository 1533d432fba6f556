"""The search: one box for children, things, and reports by reference, among what a worker may see."""
