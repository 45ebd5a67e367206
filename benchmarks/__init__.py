"""Measurements of whole parts, each with the ways of others beside it; run by `make bench-...`."""
