"""What an import costs beside many records: the same file into an empty database and into a full one, in turn."""

from pathlib import Path
from urllib.parse import urlsplit

from .product import Product
from .server import Server

EMPTY = "bench_empty"


def pairs(server: Server, product: Product, directory: Path, plan):
    """Seconds into the empty database and into the full one, for each turn. Every turn has a file of rows that nobody has seen."""
    file = directory / "growth.csv"
    product.reset(server)
    product.write_sample(file, plan.growth_records, seed=plan.seed + 100)
    product.run(file, plan.workers)
    server.execute("VACUUM ANALYZE")
    url = urlsplit(server.url)._replace(path=f"/{EMPTY}").geturl()
    alone = product.with_database(url)
    try:
        for turn in range(1, plan.repeat + 1):
            product.write_sample(file, plan.rows, seed=plan.seed + 100 + turn)
            server.execute(f"DROP DATABASE IF EXISTS {EMPTY}")
            server.execute(f"CREATE DATABASE {EMPTY}")
            alone.output("migrate")
            server.settle()
            empty = alone.run(file, plan.workers).seconds
            server.settle()
            yield empty, product.run(file, plan.workers).seconds
    finally:
        file.unlink()
        server.execute(f"DROP DATABASE IF EXISTS {EMPTY}")
        product.reset(server)
