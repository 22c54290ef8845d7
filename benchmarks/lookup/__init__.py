"""`scripts/bench lookup`: what phone lookups promise, proved by what a simulated account saw. README.md of benchmarks says how it is laid out."""
