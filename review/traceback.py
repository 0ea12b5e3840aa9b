"""A mend for Datasette 0.65.5 beside rich 15."""

import importlib


def print_plain_tracebacks() -> None:
    """Make Datasette print exceptions without rich.

    Its error page asks rich, when installed, to print "the current exception". For a path that no route matches there
    is none, rich 15 raises ValueError, and the visitor gets a bare 500 in place of the page for 404. spaCy brings rich
    along, so it is always there.
    """
    # By import_module: `datasette.handle_exception` as an attribute may be the hook of the same name.
    module = importlib.import_module("datasette.handle_exception")
    module.rich = None  # type: ignore[attr-defined]
