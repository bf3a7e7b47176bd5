"""The command line as `python -m wootric_snippet`."""

import sys

from wootric_snippet.cli import main

if __name__ == "__main__":
    sys.exit(main())
