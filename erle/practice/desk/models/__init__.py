"""Arrivals on the MASH desk, who holds them, what is asked and decided, and what the referrer is told."""

from erle.practice.desk.models.arrivals import Arrival, Change, HandOver
from erle.practice.desk.models.decisions import Check, Decision
from erle.practice.desk.models.telling import Outcome, Receipt

__all__ = ["Arrival", "Change", "Check", "Decision", "HandOver", "Outcome", "Receipt"]
