"""MNIST: the subset that ships, a folder of one's own, and downloads that break off."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

import numpy as np
import pytest

NAME = "t10k-labels-idx1-ubyte"
CONTENT = bytes([0, 0, 8, 1, 0, 0, 3, 232]) + bytes(range(250)) * 4
PACKED = gzip.compress(CONTENT, mtime=0)


class Mirror(BaseHTTPRequestHandler):
    """Serves PACKED; of each kind of trouble in `trouble`, one answer."""

    trouble: list[str]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        trouble = self.trouble.pop(0) if self.trouble else ""
        if trouble == "missing":
            self.send_error(404)
            return
        data = bytes(len(PACKED)) if trouble == "damaged" else PACKED
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:50] if trouble == "breaks off" else data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mnist(lib) -> ModuleType:
    return lib.mnist


@pytest.fixture
def mirror(mnist, monkeypatch) -> Iterator[type[Mirror]]:
    handler = type("Handler", (Mirror,), {"trouble": [], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(mnist, "MIRRORS", (f"http://127.0.0.1:{server.server_port}/",))
    monkeypatch.setattr(mnist, "SHA256", {NAME: hashlib.sha256(CONTENT).hexdigest()})
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_subset_is_real_and_balanced(mnist):
    train, test = mnist.load_mnist()
    for dataset, size in ((train, 10_000), (test, 2_000)):
        images, labels = (x.numpy() for x in dataset.tensors)
        assert images.shape == (size, 1, 28, 28) and images.dtype == np.float32
        assert images.min() == 0 and images.max() == 1 and 0.1 < images.mean() < 0.2
        assert labels.dtype == np.int64
        assert np.all(np.abs(np.bincount(labels, minlength=10) / size - 0.1) < 0.03)


def test_a_download_is_checked_and_kept(mnist, mirror, tmp_path, monkeypatch):
    monkeypatch.setenv(mnist.VARIABLE, str(tmp_path / "data"))
    folder = mnist.full_folder()
    assert folder == tmp_path / "data"
    assert (folder / f"{NAME}.gz").read_bytes() == PACKED
    assert mnist.full_folder() == folder
    assert mirror.asked == [f"/{NAME}.gz"], "what is there is not downloaded again"


def test_a_download_that_breaks_off_is_begun_again(mnist, mirror, tmp_path):
    mirror.trouble += ["breaks off"]
    assert mnist.download(NAME, tmp_path).read_bytes() == PACKED
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.gz"]


def test_a_file_that_is_not_the_published_one_is_thrown_away(mnist, mirror, tmp_path):
    mirror.trouble += ["damaged"]
    assert mnist.download(NAME, tmp_path).read_bytes() == PACKED
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.gz"]


def test_where_nothing_can_be_had_one_line_says_what_to_do(mnist, mirror, tmp_path):
    mirror.trouble += ["missing"] * mnist.TRIES
    with pytest.raises(mnist.DataUnavailable) as problem:
        mnist.download(NAME, tmp_path)
    said = str(problem.value)
    assert "\n" not in said and "404" in said and mnist.VARIABLE in said and str(tmp_path) in said


def test_a_folder_of_ones_own_may_hold_uncompressed_files(mnist, mirror, tmp_path, monkeypatch):
    (tmp_path / NAME).write_bytes(CONTENT)
    monkeypatch.setenv(mnist.VARIABLE, str(tmp_path))
    assert mnist.find(mnist.full_folder(), NAME) == tmp_path / NAME
    assert mirror.asked == []
