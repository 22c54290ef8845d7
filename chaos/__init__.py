"""What `scripts/chaos` runs. README.md says how it is laid out."""
