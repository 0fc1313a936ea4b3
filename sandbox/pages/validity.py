"""How long a key may live: the choices of the validation page (api 1.3)."""

from __future__ import annotations

DAY = 86_400

VALIDITIES = (
    ("300", "5 minutes"),
    ("3600", "1 hour"),
    (str(DAY), "1 day"),
    (str(30 * DAY), "30 days"),
    (str(365 * DAY), "1 year"),
    ("unlimited", "Unlimited"),
)


def expiry_after(choice: str, now: float) -> float | None:
    """The moment a key ends; a day from now when nothing known was chosen, None for never."""
    if choice == "unlimited":
        return None
    known = {seconds for seconds, _ in VALIDITIES}
    return now + (int(choice) if choice in known else DAY)
