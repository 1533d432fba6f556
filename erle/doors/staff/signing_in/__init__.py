"""Signing in to the staff door: two factors, brakes against guessing, invitations, and kind time-outs.

Nouns: factor, invitation, half way (the first factor shown, the second not yet), known device, brake."""
