"""Peak memory of each process for a small and a large file: it must not grow with the file."""

from pathlib import Path

from .product import Product
from .server import Server

SIZES = {"10 MB": 10_000_000, "1 GB": 1_000_000_000}


def peaks(server: Server, product: Product, directory: Path, size: int, bytes_per_row: float, workers: int, seed: int) -> dict[str, float]:
    """The peak of each role's largest process, in MB (of 1,000,000 bytes)."""
    file = directory / "memory.csv"
    product.write_sample(file, rows=round(size / bytes_per_row), seed=seed)
    try:
        product.reset(server)
        result = product.run(file, workers)
    finally:
        file.unlink()
    product.reset(server)
    return {role: peak / 1e6 for role, peak in result.peak_bytes.items()}
