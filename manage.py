#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    """Run the command; where no database was named or started, say so in one sentence instead of a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if settings.DATABASE_URL != settings.NO_DATABASE:
            raise
        sys.exit("No database: run `make up` (or `make demo`) first, or set DATABASE_URL.")


if __name__ == "__main__":
    main()
