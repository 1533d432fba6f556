"""What agencies agreed to do, as versions that each of them signs: protocols, policies, procedures.

Nouns: protocol, version, section, moment, owner, answer, withdrawal."""
