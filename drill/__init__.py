"""Drills of an operator: each does what docs/operations.md tells, under load, and counts every row afterwards."""
