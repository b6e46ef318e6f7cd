"""The tables of the money: lines, vouchers, and the whole budget and payment plan."""

from budget.transfers import lines, vouchers, whole

__all__ = ["lines", "vouchers", "whole"]
