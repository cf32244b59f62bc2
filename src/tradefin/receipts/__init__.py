"""Statements of collection accounts, read: nothing is guessed, nothing is sent."""

from tradefin.receipts.payers import Who, numbers_in
from tradefin.receipts.receipt import Point, Receipt, Unreadable
from tradefin.receipts.source import read_statement

__all__ = ["Point", "Receipt", "Unreadable", "Who", "numbers_in", "read_statement"]
