"""Switching sources of a watch-list on and off in its text, so that every comment and blank line stays."""

import os
from pathlib import Path

import yaml

from crawler.sources import read_sources


def switch_sources(path: Path, names: tuple[str, ...], *, enabled: bool) -> tuple[str, ...]:
    """Set `enabled` of the named sources and return those that were switched; the others were so already.

    Raises SourcesError when the file has a mistake, KeyError with the name of a source that is not in it.
    """
    known = {source.name: source for source in read_sources(path)}
    for name in names:
        if name not in known:
            raise KeyError(name)
    wanted = tuple(dict.fromkeys(name for name in names if known[name].enabled is not enabled))
    text = path.read_text("utf-8-sig")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = root.value if root is not None else []
    edits = [edit for entry in entries if (edit := _find_edit(text, entry, wanted, enabled=enabled)) is not None]
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_text(text, "utf-8")
    read_sources(temporary)
    os.replace(temporary, path)  # noqa: PTH105 - the atomic call by its name
    return wanted


def _find_edit(
    text: str, entry: yaml.MappingNode, wanted: tuple[str, ...], *, enabled: bool
) -> tuple[int, int, str] | None:
    """Return the stretch of text to replace, and by what; None for an entry that is not wanted."""
    nodes = {key.value: (key, value) for key, value in entry.value}
    name_key, name = nodes["name"]
    if name.value.strip() not in wanted:
        return None
    words = "true" if enabled else "false"
    if "enabled" in nodes:
        value = nodes["enabled"][1]
        return value.start_mark.index, value.end_mark.index, words
    if entry.flow_style:
        return name.end_mark.index, name.end_mark.index, f", enabled: {words}"
    # At the end of the name's line: a comment may stand behind the name.
    line_end = text.find("\n", name.end_mark.index)
    at = len(text) if line_end < 0 else line_end
    return at, at, f"\n{' ' * name_key.start_mark.column}enabled: {words}"
