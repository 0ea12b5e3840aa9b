"""docs/adding-a-source.md says what the code does."""

import re
from dataclasses import fields
from pathlib import Path

import yaml

from crawler.failures import FailureKind
from crawler.pages.rejection import RejectionKind
from crawler.source_keys import KEYS
from crawler.sources import TEMPLATE, read_sources
from records import Source

TEXT = (Path(__file__).parents[2] / "docs" / "adding-a-source.md").read_text(encoding="utf-8")


def table_after(heading: str) -> list[str]:
    section = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)


def test_every_key_is_explained() -> None:
    assert sorted(table_after("The keys")) == sorted(KEYS)
    assert set(KEYS) == {field.name for field in fields(Source)}


def test_every_failure_is_explained() -> None:
    assert table_after("When a fetch fails") == [kind.value for kind in FailureKind]


def test_every_rejection_is_explained() -> None:
    assert table_after("When a page is no article") == [kind.value for kind in RejectionKind]


def test_the_example_and_the_template_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    example = re.search(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)
    assert example is not None
    path.write_text(example[1], encoding="utf-8")
    assert read_sources(path)[0].title == "The Alder Post"
    commented = TEMPLATE[TEMPLATE.index("# - name") :]
    path.write_text(re.sub(r"^# ?", "", commented, flags=re.MULTILINE), encoding="utf-8")
    assert set(yaml.safe_load(path.read_text(encoding="utf-8"))[0]) == set(KEYS)
    assert read_sources(path)[0].name == "example-times"
