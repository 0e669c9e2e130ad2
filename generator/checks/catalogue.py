"""All rules, registered by importing their modules."""

from generator.checks import balances, disclosures
from generator.checks.rule import RULES, Subject, run

__all__ = ["RULES", "Subject", "balances", "disclosures", "run"]
