"""Staff accounts: signing in with two factors, slow guessing, short sessions, invitations instead of shared passwords.

Readers have no account. Why it is so stands in ``docs/decisions/0021-signing-in.md``.
"""
