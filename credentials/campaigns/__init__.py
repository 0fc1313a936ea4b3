"""Review campaigns: each key of a filter is put to who answers for it, until a day.

People keep keys, with a reason, or give them up; at the end what was given up is frozen and later
revoked, each by a job of ``bulk``. Selecting, freezing and revoking by themselves are not here.
"""

from __future__ import annotations

from credentials.campaigns.asked import (
    Answer,
    Ending,
    answer_counts,
    answer_of,
    answered_counts,
    believed_decisions,
    campaigns_asking,
    ending_of,
    has_answer,
    open_items_of,
    waits_for_right,
)
from credentials.campaigns.deciding import confirm_kept, decide, may_confirm, take_back
from credentials.campaigns.ending import carry_out, end_early
from credentials.campaigns.looking import look_at_campaign, look_by_the_clock
from credentials.campaigns.selection import preview_of
from credentials.campaigns.starting import (
    LONGEST_FROZEN,
    USUAL_FROZEN,
    CampaignTerms,
    start,
)

__all__ = [
    "LONGEST_FROZEN",
    "USUAL_FROZEN",
    "Answer",
    "CampaignTerms",
    "Ending",
    "answer_counts",
    "answer_of",
    "answered_counts",
    "believed_decisions",
    "campaigns_asking",
    "carry_out",
    "confirm_kept",
    "decide",
    "end_early",
    "ending_of",
    "has_answer",
    "look_at_campaign",
    "look_by_the_clock",
    "may_confirm",
    "open_items_of",
    "preview_of",
    "start",
    "take_back",
    "waits_for_right",
]
