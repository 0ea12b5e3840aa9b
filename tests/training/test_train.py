"""Plan, rounds and workers of a training run on made-up corpora; skipped where PyTorch is not installed."""

import gzip
import json
import subprocess
import sys
from collections import Counter

import pytest

torch = pytest.importorskip("torch", reason="training/requirements.txt is not installed")
pytest.importorskip("safetensors", reason="training/requirements.txt is not installed")

from extraction.components.tokenizer import build_blank  # noqa: E402
from training.train import SHARES, TREEBANKS, WATCHED_DOCUMENTS, Corpus, Plan, compute_rate  # noqa: E402

SENTENCE = """1\tRain{n}\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_
2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""

# Averages the weights of a tiny network over two processes; every process prints what it then has.
MEETING = """
import os, sys, torch
from torch import distributed, nn
from training.train import agree_on_steps, average_weights
rank = int(sys.argv[1])
os.environ["GLOO_SOCKET_IFNAME"] = "lo"
distributed.init_process_group("gloo", init_method="file://" + sys.argv[2], rank=rank, world_size=2)
network = nn.Linear(1, 1)
nn.init.constant_(network.weight, 1.0 + 2.0 * rank)
nn.init.constant_(network.bias, 5.0 + rank)
network.bias.requires_grad = False
average_weights(network)
print(network.weight.item(), network.bias.item(), agree_on_steps(7 + rank))
distributed.destroy_process_group()
"""


@pytest.fixture
def corpora(tmp_path):
    (tmp_path / "ud").mkdir()
    (tmp_path / "ner").mkdir()
    for number, name in enumerate(("en_ewt-train", "en_gum-open-train", "en_ewt-dev", "en_gum-open-dev")):
        text = "".join(
            ("# newdoc id = d\n" if place % 10 == 0 else "") + SENTENCE.format(n=f"{number}x{place}")
            for place in range(60)
        )
        (tmp_path / "ud" / f"{name}.conllu.gz").write_bytes(gzip.compress(text.encode()))
    for name in SHARES:
        if name == "wikinews":
            rows = [{"doc": f"d{n}", "text": f"Rain fell on Orvo{n}.", "ents": [[13, 17, "GPE"]]} for n in range(40)]
        else:
            row = {"words": ["Orvo"], "spaces": [False], "ents": [[0, 1, "ORG"]], "missing": []}
            rows = [row | {"src": name, "split": "train"}] * 40
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "ner" / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return tmp_path


def test_workers_share_a_round_and_read_each_treebank_as_often_as_planned_but_for_what_is_watched(corpora):
    corpus = Corpus(corpora, [], Plan(rounds=1, seed=3), build_blank())
    parts = [
        [word.lower() for passage in corpus.build_round(0, worker) if passage.heads for word in passage.words]
        for worker in (0, 1)
    ]
    rain = [[word for word in part if word.startswith("rain")] for part in parts]
    assert min(map(len, rain)) > 100
    planned = {
        f"rain{number}x{place}": times
        for number, times in enumerate(TREEBANKS.values())
        for place in range(60 if number < 3 else 60 - 10 * WATCHED_DOCUMENTS)
    }
    assert Counter(rain[0] + rain[1]) == planned
    watched = {word.lower() for passage in corpus.watched for word in passage.words if word.startswith("Rain")}
    assert watched == {f"rain3x{place}" for place in range(60 - 10 * WATCHED_DOCUMENTS, 60)}


def test_a_round_is_the_same_in_a_second_run_and_differs_from_the_next(corpora):
    one, two = (Corpus(corpora, [], Plan(rounds=2, seed=3), build_blank()) for _ in range(2))
    first = [passage.text for passage in one.build_round(0, 1)]
    assert [passage.text for passage in two.build_round(0, 1)] == first
    assert [passage.text for passage in two.build_round(1, 1)] != first


def test_a_share_reads_a_part_of_the_corpora(corpora):
    whole, half = (Corpus(corpora, [], Plan(rounds=1, share=share), build_blank()) for share in (1.0, 0.5))
    words = [sum(len(passage.words) for passage in corpus.build_round(0, 0)) for corpus in (whole, half)]
    assert 0.3 * words[0] < words[1] < 0.7 * words[0]


@pytest.mark.parametrize(
    ("progress", "fall", "share"),
    [
        (0.0, 0.9, 0.0),
        (0.05, 0.9, 0.5),
        (0.1, 0.9, 1.0),
        (0.55, 0.9, 0.5),
        (1.0, 0.9, 0.0),
        (0.5, 0.0, 1.0),
        (1.0, 0.0, 1.0),
        (0.7, 0.2, 1.0),
        (0.9, 0.2, 0.5),
    ],
)
def test_compute_rate(progress, fall, share):
    assert compute_rate(progress, 0.1, fall) == pytest.approx(share)


def test_workers_meet_at_the_mean_of_what_they_train(tmp_path):
    meeting = str(tmp_path / "meeting")
    workers = [
        subprocess.Popen([sys.executable, "-c", MEETING, str(rank), meeting], stdout=subprocess.PIPE, text=True)
        for rank in (0, 1)
    ]
    said = [worker.communicate(timeout=120)[0].split() for worker in workers]
    assert said == [["2.0", "5.0", "7"], ["2.0", "6.0", "7"]]


KEEPING = """
import argparse, json, sys
from pathlib import Path
import torch
from training import train
from training.labels import Labels
from training.network import Network, Sizes

labels = Labels(tags=["NN"], pos=["NOUN"], deps=["nsubj"], entities=["O"])
sizes = Sizes(tags=1, pos=1, entities=1, labels=1, layers=(0,), vocabulary=4, width=8, inner=8, attention_heads=2,
              positions=8, arc=4, label=4)
train.Corpus = lambda *_: None
train.build_start = lambda *_: (Network(sizes), labels)
train.ExampleBuilder = train.WordPieces = lambda *_: None
train.read_vocabulary = train.find_minilm = lambda *_: []
train.train = lambda network, corpus, builder, worker, save: [save(number) for number in (1, 2, 3)]
plan = train.Plan(rounds=3, workers=1)
out = Path(sys.argv[2])
arguments = argparse.Namespace(corpora=out, gold=[], start=None, layers="0", output=out, keep=[2])
train.run_worker(0, sys.argv[1], plan, arguments)
print(json.dumps(sorted(str(path.relative_to(out)) for path in out.rglob("*.*"))))
"""


def test_a_round_that_is_to_be_kept_stays(tmp_path):
    found = subprocess.run(
        [sys.executable, "-c", KEEPING, str(tmp_path / "meeting"), str(tmp_path / "run")],
        capture_output=True,
        text=True,
        check=True,
    )
    files = ("labels.json", "network.pt", "sizes.json")
    assert json.loads(found.stdout) == sorted(["history.json", *files, *(f"round-2/{name}" for name in files)])
