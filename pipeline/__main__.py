"""`python -m pipeline` is the `sharedfacts` command."""

from pipeline.cli import main

main()
