"""``python -m benchmarks client``: read 2 000 keys five ways, and print what each took.

``python -m benchmarks findings``: judging the keys of an account, few and many, and one of them.

``python -m benchmarks pages``: long lists with a thousand live keys and a hundred thousand.

``python -m benchmarks reports``: reports of a hundred thousand keys, and their memory.

``python -m benchmarks rights``: what rules reach and what is found by typing, beside a plain scan.

``python -m benchmarks sync``: whole readings of 2 000 keys and of 20 000, beside a bare fetch.

``python -m benchmarks vault``: sealing beside bare AES-GCM, and a new master key for a large vault.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module

_NAMES = ("client", "findings", "pages", "reports", "rights", "sync", "vault")


def main() -> int:
    """Run the benchmark that was asked for; 1 when it falls short of what is wanted."""
    options = _options(sys.argv[1:])
    module = import_module(f"benchmarks.{options.name}")
    return int(module.run(options))


def _options(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=_NAMES)
    parser.add_argument("--credentials", type=int, default=2000, help="keys in the account")
    parser.add_argument("--applications", type=int, default=200, help="applications of it")
    parser.add_argument("--call-ms", type=float, default=30, help="what a call costs")
    parser.add_argument("--object-ms", type=float, default=0.5, help="and each object answered")
    parser.add_argument(
        "--sample", type=int, default=200, help="keys the sequential loop reads before scaling up"
    )
    parser.add_argument("--runs", type=int, default=5, help="of ours, the median counts")
    parser.add_argument(
        "--unpaced", action="store_true", help="leave out the table with the default pace"
    )
    parser.add_argument("--previews", type=int, default=100, help="of the rights builder")
    parser.add_argument("--keys", type=int, default=100_000, help="live keys, of long lists")
    parser.add_argument("--judged", type=int, default=50_000, help="keys that are judged")
    parser.add_argument("--page-runs", type=int, default=20, help="of each long list")
    parser.add_argument("--secrets", type=int, default=100_000, help="secrets of the vault")
    parser.add_argument("--accounts", type=int, default=1000, help="accounts of the vault")
    return parser.parse_args(words)


if __name__ == "__main__":
    raise SystemExit(main())
