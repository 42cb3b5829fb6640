#!/usr/bin/env python3
"""Write the training country into a folder: make_training_country.py FOLDER [LANGUAGE ...]."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.training import make


def main(arguments: list) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    folder, languages = Path(arguments[0]), arguments[1:]
    try:
        print(make(folder, languages) if languages else make(folder))
    except ToolkitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
