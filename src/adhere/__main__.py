"""``python -m adhere`` is the ``adhere`` command."""

import sys

from adhere.cli import main

sys.exit(main())
