"""Passwords, second factors and confirmation: Django's and allauth's settings."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from dashboard.settings.addresses import TRUSTED_PROXIES
from dashboard.settings.environment import DEMO, env

AUTH_USER_MODEL = "credentials.Person"
AUTHENTICATION_BACKENDS = ["dashboard.adapters.ConsoleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SHORTEST_PASSWORD = 12
KEYDESK_PASSWORD_LIST: str = env.str("KEYDESK_PASSWORD_LIST", default="")
if KEYDESK_PASSWORD_LIST and not os.access(KEYDESK_PASSWORD_LIST, os.R_OK):
    raise ImproperlyConfigured(f"KEYDESK_PASSWORD_LIST is {KEYDESK_PASSWORD_LIST}: not readable.")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "credentials.people.password_rules.ListedValidator"},
    {"NAME": "credentials.people.password_rules.GuessableValidator"},
]
KEYDESK_ADMIN_PASSWORD_FILE: str = env.str("KEYDESK_ADMIN_PASSWORD_FILE", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
ACCOUNT_ADAPTER = "dashboard.adapters.ConsoleAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "reset_password": "dashboard.forms.sign_in.AskResetForm",
    "change_password": "dashboard.forms.sign_in.NewPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # tries are counted by dashboard.rate_limits, all of them
MFA_ADAPTER = "dashboard.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "dashboard.forms.sign_in.SecondFactorForm",
    "reauthenticate": "dashboard.forms.sign_in.ConfirmByAppForm",
    "activate_totp": "dashboard.forms.sign_in.SetUpAppForm",
    "login_webauthn": "dashboard.forms.passkeys.SignInForm",
    "authenticate_webauthn": "dashboard.forms.passkeys.SecondFactorForm",
    "reauthenticate_webauthn": "dashboard.forms.passkeys.ConfirmForm",
    "add_webauthn": "dashboard.forms.passkeys.AddForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation proved the address
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # codes, before and after: clocks differ
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
