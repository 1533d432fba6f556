"""Files handed in on a page: kept encrypted until they are taken or a day later, checked and let in by a job.

Nouns: handed file, block (a part of its ciphertext), remembered mapping.
"""
