"""Proofs of the dashboard in a real browser, against real processes and a real Postgres."""
