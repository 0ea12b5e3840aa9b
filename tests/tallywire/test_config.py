"""tallywire.toml: every key known, every mistake named."""

import tomllib
from pathlib import Path

import pytest

from tallywire.commands.project import TEMPLATES
from tallywire.config import _SECTIONS, ConfigError, read_config


def written(tmp_path, text):
    path = tmp_path / "tallywire.toml"
    path.write_text(text)
    return path


def test_defaults_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = read_config(None)
    assert config.paths.output == Path("output")
    assert config.paths.news_db == Path("output/news.db")
    assert config.extract.workers >= 1


def test_file_of_the_working_folder_is_found(tmp_path, monkeypatch):
    written(tmp_path, "[review]\nport = 9000\n")
    monkeypatch.chdir(tmp_path)
    assert read_config(None).review.port == 9000


def test_values_and_paths(tmp_path):
    path = written(
        tmp_path,
        '[paths]\noutput = "data"\n[crawl]\ncontact = "me@desk.example"\nallow_private = ["127.0.0.1"]\n'
        '[extract]\nworkers = 3\ndeadline = 5\nmodel = "en_core_web_trf"\n',
    )
    config = read_config(path)
    assert config.paths.output == tmp_path / "data"
    assert config.paths.sources == tmp_path / "sources.yaml"
    assert config.crawl.allow_private == ("127.0.0.1",)
    assert (config.extract.workers, config.extract.deadline) == (3, 5.0)
    assert read_config(path, output=Path("other")).paths.output == Path("other")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[crwal]\n", "did you mean `crawl`"),
        ('[crawl]\ncontakt = "x"\n', "did you mean `contact`"),
        ("[crawl]\nzzz = 1\n", "known are allow_private"),
        ("[crawl]\ncontact = 3\n", "[crawl] contact must be a str, not 3"),
        ("[extract]\nworkers = 0\n", "must be above 0"),
        ("[extract]\nworkers = true\n", "must be a int, not True"),
        ('[crawl]\nallow_private = "127.0.0.1"\n', "must be a list of strings"),
        ("[crawl\n", "tallywire.toml"),
    ],
)
def test_mistakes_are_named(tmp_path, text, words):
    with pytest.raises(ConfigError) as caught:
        read_config(written(tmp_path, text))
    assert words in str(caught.value)


def test_missing_file_says_what_to_run(tmp_path):
    with pytest.raises(ConfigError, match="tallywire init"):
        read_config(tmp_path / "none.toml")


def test_template_names_every_key_with_its_default():
    template = (TEMPLATES / "tallywire.toml").read_text(encoding="utf-8")
    keys = "\n".join(line.removeprefix("# ").split("  #")[0] if line.startswith("# ") and " = " in line else line
                     for line in template.splitlines()[1:])  # fmt: skip
    table = tomllib.loads(keys)
    assert set(table) == {"paths", *_SECTIONS}
    for name, kind in _SECTIONS.items():
        fields = kind()
        assert set(table[name]) == set(kind.__dataclass_fields__)
        for key, value in table[name].items():
            default = getattr(fields, key)
            if key != "workers":  # depends on the machine
                assert (tuple(value) if isinstance(value, list) else value) == default
