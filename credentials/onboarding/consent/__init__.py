"""The visit to OVHcloud's validation page: request a consumer key, come back, notice the outcome.

The key arrives before consent and can never be read again, so it is sealed at once, pending.
Coming back proves nothing (api 3.1): ``currentCredential`` does. A pending, refused, expired and
revoked key all answer alike, so the time since the request and the return tell them apart.
Keys that exist already are taken in by ``onboarding.adopting``.
"""
