"""``python -m finchecks``: the same as the command ``finchecks``."""

from __future__ import annotations

from finchecks.cli import main

if __name__ == "__main__":
    main()
