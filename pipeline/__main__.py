"""`python -m pipeline` and the command `sharedfacts`.

Imports nothing before it is called: processes that read import this module again, and have no use for a command line.
"""


def main() -> None:
    """The command line."""
    from pipeline.cli import main as command

    command()


if __name__ == "__main__":
    main()
