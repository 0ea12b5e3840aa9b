"""The news site of `tallywire demo`: three invented outlets, served from this machine.

Every event, figure, person and outlet in it is invented; countries, towns and border crossings are real. The articles
are written as of the evening of `DEMO_DATE`, so that their relative dates stay right whenever the demo runs.
"""

from tallywire.demo_site.content import DEMO_DATE
from tallywire.demo_site.server import DemoSite

__all__ = ["DEMO_DATE", "DemoSite"]
