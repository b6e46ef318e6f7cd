"""The tables of citizens: the people with their referrals, and what they take part in."""

from citizens.transfers import activities, people

__all__ = ["activities", "people"]
