"""Credentials as the files and lines that consumers read (api 8).

::

    credential = formats.Credential(endpoint="ovh-eu", values={"client_id": …, "client_secret": …})
    formats.FORMATS["ovh.conf"].render(credential)

A credential is of one family: application and consumer key, or OAuth2 client. Every SDK refuses a
mixture, so a format writes one family and clears the other where it can.
"""

from credentials.formats.credential import Credential, UnsafeValueError
from credentials.formats.plain import FORMATS, Format

__all__ = ["FORMATS", "Credential", "Format", "UnsafeValueError"]
