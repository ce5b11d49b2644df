"""The command `reintegratieplan`."""


def main() -> None:
    """Run the command."""
