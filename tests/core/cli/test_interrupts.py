"""Ctrl-C in the middle of every long command, in a process of its own.

The commands stop within a second on an idle machine; the limit here only tells a
stop from running on to the end. Where inputs are files, the last one is a pipe that
nobody writes to, so that no command ends before it is stopped.
"""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from tifffile import imwrite

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(sys.platform == "win32", reason="SIGINT goes to the console"),
]
LIMIT_S = 240


class Program:
    """The command ``feretlab`` with its messages in a file."""

    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "messages.txt"
        self.started = []

    def start(self, words):
        program = [sys.executable, "-m", "feretlab.core.cli.main"]
        with self.log.open("w") as log:
            process = subprocess.Popen(
                [*program, *map(str, words)], stdout=log, stderr=log, cwd=self.folder
            )
        self.started.append(process)
        return process

    def stop(self, words, under_way):
        """Start, send Ctrl-C once under way, and wait for the end."""
        process = self.start(words)
        while not under_way():
            assert process.poll() is None, self.messages()
            time.sleep(0.01)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        status = process.wait(LIMIT_S)
        print(f"{words[0]} stopped after {time.monotonic() - start:.2f} s")
        text = self.messages()
        # Python ends by the signal itself where it arrived inside an exec() of some
        # import; shells call both 130.
        assert status in (130, -signal.SIGINT), text
        assert text.splitlines()[-1].startswith("error: Stopped."), text
        assert "Traceback" not in text
        assert not list(self.folder.rglob(".*.partial*"))

    def messages(self):
        return self.log.read_text()

    def finish(self, words):
        assert self.start(words).wait() == 0, self.messages()

    def close(self):
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def program(tmp_path):
    program = Program(tmp_path)
    yield program
    program.close()


@pytest.fixture
def discs():
    """Four discs, a mask to most commands."""
    y, x = np.mgrid[:192, :192] % 96
    return np.where(np.hypot(y - 48, x - 48) < 30, 255, 0).astype(np.uint8)


@pytest.fixture
def fields(tmp_path, discs):
    """Three pictures and a pipe, at which whoever reads them waits."""
    paths = [tmp_path / f"f{index}.tif" for index in range(4)]
    for path in paths[:-1]:
        imwrite(path, discs)
    os.mkfifo(paths[-1])
    return paths


def stamps(output, pattern):
    return {path.name: path.stat().st_mtime_ns for path in output.glob(pattern)}


def age_s(path):
    return time.time() - path.stat().st_mtime if path.exists() else 0.0


@pytest.mark.parametrize(
    ("command", "pattern"),
    [
        ("analyze", "*_rois.zip"),
        ("segment", "*_probability.tif"),
        ("separate", "*_labels.tif"),
    ],
)
def test_finished_images_are_kept_and_not_made_again(
    program, fields, discs, bright_model, command, pattern
):
    output = program.folder / "out"
    words = [command, *fields, "--output", output]
    if command != "separate":
        words += ["--model", bright_model, "--scale=1", "--invert=no"]
    if command == "analyze":
        words += ["--no-pictures", "--no-workbook", "--resamples=100"]
    program.stop(words, lambda: len(stamps(output, pattern)) > 1)
    kept = stamps(output, pattern)
    fields[-1].unlink()
    imwrite(fields[-1], discs)
    program.finish(words)
    whole = stamps(output, pattern)
    assert len(whole) == len(fields)
    # The last one may have been written, but not yet noted as finished.
    again = [name for name, stamp in kept.items() if whole[name] != stamp]
    assert again in ([], [max(kept)])


def test_a_table_is_whole_or_not_there(program, fields):
    output = program.folder / "table.csv"
    words = ["measure", *fields, "--output", output]
    program.stop(words, lambda: "f1.tif: " in program.messages())
    assert not output.exists()


def test_a_large_picture_does_not_hold_up(program, bright_model):
    path, output = program.folder / "large.tif", program.folder / "out"
    grey = np.random.default_rng(1).integers(0, 255, (6000, 6000), np.uint8)
    imwrite(path, grey)
    words = ["segment", path, "--output", output, "--scale=1", "--invert=no"]
    # The folder is made at the start; the network takes many seconds after that.
    program.stop([*words, "--model", bright_model], lambda: age_s(output) > 1)
    assert not list(output.glob("*.tif"))


def test_a_report_is_whole_or_not_there(program, fields, bright_model):
    output = program.folder / "out"
    options = ["--model", bright_model, "--scale=1", "--invert=no", "--no-workbook"]
    words = ["analyze", fields[0], "--output", output, *options]
    program.stop(words, (output / "distribution.png").exists)
    assert not (output / "report.pdf").exists()
    assert stamps(output, "*_labels.tif")


def test_synthetic_micrographs_go_on(program):
    images = program.folder / "set" / "images"
    words = ["synthesize", "--output", images.parent, "--count=12", "--size-px=128"]
    program.stop(words, lambda: len(stamps(images, "*.png")) >= 2)
    kept = stamps(images, "*.png")
    assert len(kept) < 12
    program.finish(words)
    whole = stamps(images, "*.png")
    assert len(whole) == 12
    assert kept.items() <= whole.items()


def test_a_comparison_is_recorded_at_its_end(program):
    hand, auto, output = (program.folder / name for name in ("h.csv", "a.csv", "out"))
    rows = [200 + index % 7 for index in range(60)]
    hand.write_text(" ,Length\n" + "".join(f"{i},{r}\n" for i, r in enumerate(rows)))
    auto.write_text("min_feret_nm\n" + "".join(f"{row + 2}\n" for row in rows))
    words = ["compare", "--manual", hand, "--automatic", auto, "--output", output]
    program.stop(words, lambda: bool(stamps(output, "*.csv")))
    assert not (output / "provenance.json").exists()


def test_a_training_keeps_its_checkpoints(program, discs):
    data, output = program.folder / "set", program.folder / "net"
    for part, pixels in (("images", discs), ("labels", discs // 255)):
        (data / part).mkdir(parents=True)
        for name in "ab":
            imwrite(data / part / f"{name}.tif", pixels)
    words = ["train", data, "--output", output, "--steps=100000", "--batch-size=2"]
    words += ["--patch-px=64", "--levels=2", "--base-filters=4", "--warmup-steps=2"]
    words += ["--checkpoint-every=2", "--validation-patches=2", "--smallest-scale=1"]
    program.stop(words, lambda: bool(list(output.rglob("step_*.npz"))))
    assert not list(output.glob("*.onnx"))
