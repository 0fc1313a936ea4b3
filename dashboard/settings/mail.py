"""How mail leaves; without a server it goes to files."""

from __future__ import annotations

from dashboard.settings.environment import VAR_DIR, env, given, hidden

_email_url = given("EMAIL_URL")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if _email_url:
    vars().update(env.email_url_config(_email_url))
    EMAIL_HOST_PASSWORD = hidden(vars()["EMAIL_HOST_PASSWORD"] or "")
#: Whether notices are mailed at all: a folder that nobody reads is no place for them.
MAIL_IS_SENT = bool(_email_url)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", default="keydesk@localhost")
