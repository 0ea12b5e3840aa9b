"""The mean of several runs; skipped where PyTorch is not installed."""

import pytest

torch = pytest.importorskip("torch", reason="training/requirements.txt is not installed")

from training.average import average_runs  # noqa: E402


@pytest.fixture
def save(tmp_path):
    def save_run(name, *values):
        folder = tmp_path / name
        folder.mkdir()
        torch.save({"layer": torch.tensor(values)}, folder / "network.pt")
        return folder

    return save_run


def test_the_mean_is_weighted(save):
    mean = average_runs([(save("first", 0.0, 4.0), 0.25), (save("second", 4.0, 0.0), 0.75)])
    assert mean["layer"].tolist() == [3.0, 1.0]


def test_weights_that_are_no_shares_are_refused(save):
    with pytest.raises(ValueError, match="sum to 1"):
        average_runs([(save("first", 1.0), 0.5), (save("second", 1.0), 0.6)])


def test_networks_of_different_shapes_are_refused(save):
    with pytest.raises(ValueError, match="different shapes"):
        average_runs([(save("first", 1.0), 0.5), (save("second", 1.0, 2.0), 0.5)])
