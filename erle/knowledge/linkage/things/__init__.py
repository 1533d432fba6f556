"""Whether two things that reports name are one: what is near, what was judged of it, and what is shown as one."""
