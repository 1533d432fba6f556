"""What Spark needs is said in plain words where it is missing."""

import os
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from erle.knowledge.linkage.spark import needs
from erle.knowledge.linkage.spark.needs import NoSpark, check_needs, find_java

NO_PACKAGE = "To match on Spark, pyspark must be installed. pip install 'erle\\[spark\\]' .* Java 17 or later"


def _installed(monkeypatch: pytest.MonkeyPatch, *but: str) -> None:
    monkeypatch.setattr(needs, "find_spec", lambda name: None if name in but else ModuleSpec(name, None))


def _java(folder: Path, told: str) -> Path:
    """Put a Java there that tells that of itself."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True, exist_ok=True)
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n", "utf-8")
    java.chmod(0o755)
    return folder


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(monkeypatch, "pyspark")

    with pytest.raises(NoSpark, match=NO_PACKAGE):
        check_needs()


def test_without_java_it_says_where_it_looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _installed(monkeypatch)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoSpark, match="none was found: neither JAVA_HOME names one nor is it on the path"):
        check_needs()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "Java 17 or later; .*java is 11"),
        ('java version "1.8.0_202"', "Java 17 or later; .*java is 8"),
        ("whatever", "of no version that it tells"),
    ],
)
def test_an_older_java_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, words: str) -> None:
    _installed(monkeypatch)
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, told)))

    with pytest.raises(NoSpark, match=words):
        check_needs()


def test_where_all_is_there_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _installed(monkeypatch)
    monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path, 'openjdk version "17.0.15" 2025-04-15')))

    check_needs()


def test_java_home_goes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    on_path, at_home = _java(tmp_path / "path", "a"), _java(tmp_path / "home", "b")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    by_path = find_java()

    monkeypatch.setenv("JAVA_HOME", str(at_home))

    assert (by_path, find_java()) == (str(on_path / "bin" / "java"), str(at_home / "bin" / "java"))
