"""Agencies, the workers they employ, the roles that workers hold by a post, and what each role may do.

Nouns: agency, worker, role, ability, post."""
