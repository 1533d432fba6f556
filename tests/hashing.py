"""Passwords hashed as the product hashes them, by far less work: what a hash costs is no part of what a test asks."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """The product's hasher, with as little work and memory as it goes with."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
