"""``python -m credentials.keyring [--to FILE]``: a master key before there are any settings."""

from __future__ import annotations

import argparse
import sys

from credentials.sealing import generation

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m credentials.keyring", description=generation.DESCRIPTION
    )
    generation.add_arguments(parser)
    try:
        generation.make(parser.parse_args().to)
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")
