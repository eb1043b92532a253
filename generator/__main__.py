"""Entry point of `python -m generator`."""

import os
import sys

from generator.cli import main

if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        # Freeing half a million records one by one takes a tenth of a large build; the system frees all at once.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))
