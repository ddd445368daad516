"""Conditions, medications, labs, vitals and encounters: values, no text."""
