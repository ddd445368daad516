"""Labelled synthetic PHI corpora in real office formats."""
