"""References to controls that a finding touches, by topic. A reference, no claim of compliance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Control:
    """``name`` is how the document itself calls it."""

    document: str
    name: str

    def __str__(self) -> str:
        return f"{self.document} {self.name}"


def _nhi(number: int, name: str) -> Control:
    return Control("OWASP NHI Top 10 2025", f"NHI{number}:2025 {name}")


_ISO_ACCESS: Final = Control("ISO/IEC 27001:2022", "A.5.15 Access control")
_ISO_IDENTITY: Final = Control("ISO/IEC 27001:2022", "A.5.16 Identity management")
_ISO_SECRETS: Final = Control("ISO/IEC 27001:2022", "A.5.17 Authentication information")
_ISO_RIGHTS: Final = Control("ISO/IEC 27001:2022", "A.5.18 Access rights")
_ISO_SUPPLIERS: Final = Control("ISO/IEC 27001:2022", "A.5.19 Supplier relationships")
_ISO_PRIVILEGED: Final = Control("ISO/IEC 27001:2022", "A.8.2 Privileged access rights")
_ISO_SIGN_IN: Final = Control("ISO/IEC 27001:2022", "A.8.5 Secure authentication")
_ISO_LOGGING: Final = Control("ISO/IEC 27001:2022", "A.8.15 Logging")
_ISO_CRYPTOGRAPHY: Final = Control("ISO/IEC 27001:2022", "A.8.24 Use of cryptography")
_ISO_NETWORK: Final = Control("ISO/IEC 27001:2022", "A.8.20 Networks security")
_ISO_ASSETS: Final = Control("ISO/IEC 27001:2022", "A.5.9 Inventory of assets")
_NIS2_ACCESS: Final = Control("NIS2 article 21", "(2)(i) access control and asset management")
_NIS2_FACTORS: Final = Control("NIS2 article 21", "(2)(j) multi-factor authentication")
_NIS2_CRYPTOGRAPHY: Final = Control("NIS2 article 21", "(2)(h) cryptography")
_NIS2_SUPPLIERS: Final = Control("NIS2 article 21", "(2)(d) supply chain security")
_NIS2_INCIDENTS: Final = Control("NIS2 article 21", "(2)(b) incident handling")
_CIS_ACCOUNTS: Final = Control("CIS Controls v8", "5.1 Inventory of accounts")
_CIS_DORMANT: Final = Control("CIS Controls v8", "5.3 Disable dormant accounts")
_CIS_ADMINS: Final = Control("CIS Controls v8", "5.4 Restrict administrator privileges")
_CIS_REVOKING: Final = Control("CIS Controls v8", "6.2 Access revoking process")
_CIS_FACTORS: Final = Control("CIS Controls v8", "6.5 MFA for administrative access")
_CIS_ROLES: Final = Control("CIS Controls v8", "6.8 Role-based access control")
_CIS_LOGS: Final = Control("CIS Controls v8", "8.2 Collect audit logs")

OVERPRIVILEGE: Final = (_nhi(5, "Overprivileged NHI"), _CIS_ROLES, _ISO_PRIVILEGED, _NIS2_ACCESS)
NETWORK: Final = (_nhi(4, "Insecure Authentication"), _ISO_NETWORK, _ISO_ACCESS, _NIS2_ACCESS)
LONG_LIVED: Final = (_nhi(7, "Long-Lived Secrets"), _ISO_SECRETS, _NIS2_ACCESS)
DORMANT: Final = (_nhi(1, "Improper Offboarding"), _CIS_DORMANT, _ISO_RIGHTS, _NIS2_ACCESS)
REUSE: Final = (_nhi(9, "NHI Reuse"), _ISO_IDENTITY, _NIS2_ACCESS)
INVENTORY: Final = (_nhi(1, "Improper Offboarding"), _CIS_ACCOUNTS, _ISO_ASSETS, _NIS2_ACCESS)
THIRD_PARTY: Final = (_nhi(3, "Vulnerable Third-Party NHI"), _ISO_SUPPLIERS, _NIS2_SUPPLIERS)
OFFBOARDING: Final = (_nhi(1, "Improper Offboarding"), _CIS_REVOKING, _ISO_RIGHTS, _NIS2_ACCESS)
LEAKAGE: Final = (_nhi(2, "Secret Leakage"), _CIS_REVOKING, _ISO_SECRETS, _NIS2_INCIDENTS)
LOGGING: Final = (_CIS_LOGS, _ISO_LOGGING, _NIS2_INCIDENTS)
SIGN_IN: Final = (_CIS_FACTORS, _ISO_SIGN_IN, _NIS2_FACTORS)
ADMINS: Final = (_CIS_ADMINS, _ISO_PRIVILEGED, _NIS2_ACCESS)
DEPLOYMENT: Final = (_nhi(6, "Insecure Cloud Deployment Configurations"), _ISO_ACCESS)
POLICY: Final = (_ISO_ACCESS, _NIS2_ACCESS)
CRYPTOGRAPHY: Final = (_ISO_CRYPTOGRAPHY, _NIS2_CRYPTOGRAPHY)
