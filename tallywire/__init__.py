"""The command line and the composition of the stages; the only package that knows all the others."""

from importlib.metadata import version

__version__ = version("tallywire")
