"""Patients, providers, facilities and their identifiers: values, no text."""
