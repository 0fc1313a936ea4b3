"""``python -m credentials.chain LOG.jsonl --key KEY_FILE``: verify an exported log; no Django."""

from __future__ import annotations

import sys

from credentials.sealing import chain

if __name__ == "__main__":
    sys.exit(chain.main(sys.argv[1:]))
