"""All checks, registered by importing their modules."""

from generator.checks import (
    balances,
    booking,
    control,
    likely,
    matters,
    misplaced,
    performance,
    privacy,
    public,
    reasons,
    residue,
    tails,
    unanswered,
    wording,
    years,
)
from generator.checks.rule import CHECKS, Subject, run

__all__ = [
    "CHECKS", "Subject", "balances", "booking", "control", "likely", "matters", "misplaced", "performance", "privacy", "public", "reasons", "residue",
    "run", "tails", "unanswered", "wording", "years",
]  # fmt: skip
