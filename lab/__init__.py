"""What chaos and benchmarks share: a temporary home, its Postgres, processes of the product, a simulated account, figures."""
