"""The command line of `scripts/bench`."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from . import capacity, document, import_suite, machine
from .campaign import command as campaign
from .import_suite import PARTS, Plan, say
from .lookup import command as lookup
from .memory import SIZES
from .personas import command as personas
from .product import Product
from .web import command as web

ROOT = Path(__file__).parent.parent


def main() -> None:
    if sys.argv[1:2] == ["lookup"]:
        return lookup.main(sys.argv[2:])
    if sys.argv[1:2] == ["capacity"]:
        return capacity.main(sys.argv[2:])
    if sys.argv[1:2] == ["campaign"]:
        return campaign.main(sys.argv[2:])
    if sys.argv[1:2] == ["personas"]:
        return personas.main(sys.argv[2:])
    if sys.argv[1:2] == ["web"]:
        return web.main(sys.argv[2:])
    arguments = parse()
    complete = not arguments.quick and not arguments.only
    plan = Plan(
        rows=arguments.rows or (100_000 if arguments.quick else 1_000_000),
        repeat=arguments.repeat or (1 if arguments.quick else 3),
        parts=arguments.only or PARTS,
        workers=arguments.workers,
        seed=arguments.seed,
        jobs=4_000 if arguments.quick else 20_000,
        idle_seconds=5 if arguments.quick else 20,
        memory_sizes=["10 MB"] if arguments.quick else list(SIZES),
        growth_records=arguments.growth or (1_000_000 if arguments.quick else 10_000_000),
    )
    # Root's own temporary directories are closed to the account that Postgres runs as.
    directory = Path(tempfile.mkdtemp(prefix="refinery-bench-"))
    directory.chmod(0o711)
    product = Product(arguments.binary.resolve(), directory / "home")
    try:
        server = product.start_server()
        outcome = import_suite.measure(plan, server, product, directory)
        table, notes, described = import_suite.table(outcome), import_suite.notes(outcome), machine.describe(server)
        server.connection.close()
    finally:
        product.stop_server()
        shutil.rmtree(directory, ignore_errors=True)
    print("\n".join(["", described, "", table.text(), "", *notes]))
    if complete:
        file = ROOT / "docs" / "benchmarks.md"
        command = " ".join(["scripts/bench", *sys.argv[1:]])
        others = document.sections(file)
        file.write_text(document.render(command, described, table, notes, plan))
        for title, body in others.items():
            if title != "Method":
                document.replace(file, title, body)
        say(f"\nWritten to {file.relative_to(ROOT)}.")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Example: scripts/bench --quick. Measures Refinery beside its peers and prints one table of ratios.",
        epilog="A run without --quick and --only rewrites its part of docs/benchmarks.md. `scripts/bench lookup --help` has the lookups.",
    )
    parser.add_argument("suite", nargs="?", choices=["import", "lookup"], default="import", help="what to measure (default: import)")
    parser.add_argument("--rows", type=int, help="rows of the generated file (default: 1,000,000; with --quick 100,000)")
    parser.add_argument("--repeat", type=int, help="runs of each side (default: 3; with --quick 1)")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"some of: {' '.join(PARTS)}")
    parser.add_argument(
        "--growth", type=int, metavar="ROWS", help="rows stored before the part growth (default: 10,000,000; with --quick 1,000,000)")
    parser.add_argument("--quick", action="store_true", help="a small file, one run, no 1 GB file")
    parser.add_argument("--workers", type=int, default=min(8, 2 * os.cpu_count()), help="worker processes (default: two a core, as the product does)")
    parser.add_argument("--seed", type=int, default=42, help="seed of the generated file (default: 42)")
    parser.add_argument("--binary", type=Path, default=ROOT / ".build/release/refinery", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
