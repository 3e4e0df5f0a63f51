"""The words that cells of closed vocabularies may hold: part of the contract with those who use the CSVs."""

from __future__ import annotations

COUNCIL_TYPES = (
    "county",
    "district",
    "unitary",
    "metropolitan",
    "london_borough",
    "scottish",
    "welsh",
    "ni",
    "combined_authority",
)
KINDS = ("saving", "budget_cut", "investment", "cost", "income", "budget", "pay", "other")
QUALIFIERS = ("exact", "about", "more_than", "up_to", "less_than", "between")
PERIODS = ("per_year", "over_period", "to_date", "one_off", "unspecified")
STATUSES = ("achieved", "expected", "missed", "unspecified")
PRECISIONS = ("day", "month", "season", "quarter", "year", "fiscal_year", "decade", "range")
ARRANGEMENT_STATUSES = ("proposed", "agreed", "live", "ended", "abandoned")
MODELS = (
    "shared_management",
    "shared_service",
    "lead_authority",
    "joint_committee",
    "company",
    "contract",
    "consortium",
    "peer_support",
    "unspecified",
)
SAVINGS_NOTES = ("not_the_aim", "not_measured", "too_early", "disputed", "not_stated")
MEMBER_TYPES = ("council", "other")
ROLES = ("lead", "member", "former")
EVENTS = (
    "proposed",
    "agreed",
    "live",
    "expanded",
    "reduced",
    "partner_joined",
    "partner_left",
    "reviewed",
    "ended",
    "abandoned",
    "published",
    "other",
)
