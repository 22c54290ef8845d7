"""What `scripts/bench` runs. README.md says how it is laid out."""
