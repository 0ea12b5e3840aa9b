import importlib

import pytest
from scrapy import Spider
from scrapy.settings import default_settings
from scrapy.spiderloader import SpiderLoader

from crawler import settings as module
from crawler.report import CrawlSettings
from crawler.settings import build_settings, find_slots
from records import Source


def test_no_console_listens() -> None:
    settings = build_settings(CrawlSettings(), [])
    assert settings.getbool("TELNETCONSOLE_ENABLED") is False
    assert settings.getbool("REMOTE_CONTROL_ENABLED") is False


def test_polite_and_safe_by_default() -> None:
    settings = build_settings(CrawlSettings(), [])
    expected = {
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_DELAY": 5.0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": 30.0,
        "DOWNLOAD_MAXSIZE": 5 * 1024 * 1024,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "REDIRECT_MAX_TIMES": 5,
        "ALLOW_PRIVATE": [],
    }
    assert {name: settings[name] for name in expected} == expected
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler is not None} == {"http", "https"}


def test_every_setting_is_known_to_scrapy() -> None:
    ours = {name for name in vars(module) if name.isupper()} - {
        "ALLOW_PRIVATE",
        "BROWSER_PROBLEM",
        "HOST_PAUSES",
        "KEEP_PAUSE",
    }
    assert ours <= {name for name in vars(default_settings) if name.isupper()}


@pytest.mark.parametrize(
    ("contact", "agent"),
    [("desk@example.org", "tallywire/9 (+desk@example.org)"), (None, "tallywire/9")],
)
def test_user_agent_names_a_contact(contact: str | None, agent: str) -> None:
    assert build_settings(CrawlSettings(user_agent="tallywire/9", contact=contact), [])["USER_AGENT"] == agent


def test_the_longest_delay_of_a_shared_host_holds_unless_overridden() -> None:
    sources = [
        Source(name="a", title="A", home="https://a.example/", feeds=("https://f.example/a",), delay=3.0),
        Source(name="b", title="B", home="https://b.example/", feeds=("https://f.example/b",), delay=9.0),
    ]
    assert find_slots(sources, {"b.example": 0.0}) == {
        "a.example": {"delay": 3.0},
        "f.example": {"delay": 9.0},
        "b.example": {"delay": 0.0},
    }


def test_every_spider_defines_start() -> None:
    # A spider of the old style, with `start_requests`, would fetch nothing and report success.
    loader = SpiderLoader(build_settings(CrawlSettings(), []))
    assert loader.list() == ["pages", "probes", "sources"]
    for name in loader.list():
        assert loader.load(name).start is not Spider.start


def test_scrapy_cfg_points_at_the_settings() -> None:
    assert importlib.import_module("crawler.settings").BOT_NAME == "tallywire"
