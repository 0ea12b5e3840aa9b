"""`python -m tallywire`: the same as the console script."""

from tallywire.cli import cli

if __name__ == "__main__":
    cli(prog_name="tallywire")
