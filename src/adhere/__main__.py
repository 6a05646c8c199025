"""``python -m adhere`` is the ``adhere`` command."""

import os
import sys

from adhere.cli import main

if __name__ == "__main__":
    code = main()
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        # Started by torchrun, and done. While Python tears down, threads of the collective library may outlive what
        # they belong to, which now and then aborts a process whose work is complete.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
