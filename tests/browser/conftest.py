"""JupyterLab under Debian's Chromium; run apart from the other tests: pytest tests/browser."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from playwright.sync_api import sync_playwright

from helpers import paths

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium here; on Debian: apt install chromium")
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Copy the notebooks, set to a copy of the small invented case and to results of their own."""
    target = tmp_path_factory.mktemp("lab")
    case = shutil.copy(paths.CASES / "hark-strait.toml", target)  # what is corrected and labelled goes beside it
    for source in paths.NOTEBOOKS.glob("*.ipynb"):
        notebook = nbformat.read(source, as_version=4)
        for cell in notebook.cells:
            if "parameters" in cell.metadata.get("tags", []):
                cell.source = cell.source.replace('"sample"', json.dumps(str(case)))
                cell.source = cell.source.replace('out = ""', f"out = {json.dumps(str(target / 'results'))}")
                cell.source = cell.source.replace("draws = 1000", "draws = 50")
        nbformat.write(notebook, target / source.name)
    return target


@pytest.fixture(scope="session")
def lab(folder):
    """Start JupyterLab on a free port and return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--notebook-dir={folder}",
    ]
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", "jupyterlab", *settings], stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, folder / "lab.log")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address, log):
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"JupyterLab did not start: {log.read_text()[-2000:]}")
