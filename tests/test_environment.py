"""pyproject.toml, environment.yml, the lock and docs/dependencies.md name the same packages."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from helpers import paths

PROJECT = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())["project"]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def requirement(line):
    name, _, bound = line.partition(">=")
    return CONDA_NAMES.get(name, name), bound


def test_environment_yml_is_in_step():
    content = yaml.safe_load((paths.ROOT / "environment.yml").read_text())
    by_pip = next(d["pip"] for d in content["dependencies"] if isinstance(d, dict))
    named = [d for d in content["dependencies"] if isinstance(d, str)] + by_pip
    assert "-e ." in by_pip
    assert {requirement(d) for d in named if d not in ("pip", "-e .") and not d.startswith("python>=")} == {
        requirement(d) for d in PROJECT["dependencies"]
    }
    assert f"python{PROJECT['requires-python']}" in named


def test_the_lock_pins_everything_by_hash():
    lock = (paths.ROOT / "requirements.lock").read_text()
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", lock, re.MULTILINE))
    for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        assert requirement(line)[0] in pinned
    blocks = re.split(r"\n(?=[\w.-]+==)", lock)[1:]
    assert all("--hash=sha256:" in b for b in blocks)


def test_each_dependency_says_why():
    reasons = (paths.ROOT / "docs" / "dependencies.md").read_text()
    for line in PROJECT["dependencies"]:
        assert f"| {requirement(line)[0]} |" in reasons


@pytest.mark.parametrize("heavy", ["pandera", "nltk", "matplotlib", "papermill", "nbconvert"])
def test_the_command_line_loads_nothing_heavy(heavy):
    code = f"import sys, helpers.cli; sys.exit('{heavy}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
