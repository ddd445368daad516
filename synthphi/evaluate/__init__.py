"""What learners see in a corpus."""

from synthphi.evaluate.leakage import Leakage, class_leakage, leakage_block

__all__ = ["Leakage", "class_leakage", "leakage_block"]
