"""A user's own pipeline gives the entities from the configuration file to the printed claim."""

import json

import pytest
import spacy

TEXT = "At least 1,200 families fled Gaalkacyo on Monday, Warsame said."


def save_pipeline(folder, *patterns):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": text} for label, text in patterns])
    nlp.to_disk(folder)


@pytest.mark.parametrize(
    ("label", "kind"), [("PER", "person"), ("PERSON", "person"), ("ORG", "organisation"), ("DATE", None)]
)
def test_the_entities_of_a_folder_reach_the_claim(project, tmp_path, label, kind):
    save_pipeline(tmp_path / "mine", (label, "Warsame"))
    project.path("tallywire.toml", '[extract]\nmodel = "mine"\n')
    project.path("a.txt", TEXT)
    result = project("scan", "--json", "a.txt")
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    (claim,) = found["claims"]
    assert (claim["quantity"]["text"], claim["trigger"]["text"]) == ("At least 1,200", "fled")
    assert [(actor["name"], actor["kind"]) for actor in found["actors"]] == ([("Warsame", kind)] if kind else [])
