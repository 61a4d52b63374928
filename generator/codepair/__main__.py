"""``python -m codepair`` is ``codepair``."""

import sys

from codepair.cli.commands import main

sys.exit(main())
