"""The front door, in a checkout of its own, with an installer that only notes what it was asked."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
NOTING = """#!/bin/sh
# Stands for uv: makes what it would make, and notes what it was asked.
here="$(dirname "$0")"
echo $$ > "$here/pid"
echo "$1 $2 $*" >> "$here/asked"
case "$*" in
    venv*) for last; do :; done
           mkdir -p "$last/bin"; ln -s "{python}" "$last/bin/python"
           printf '#!/bin/sh\\necho erle "$@"\\n' > "$last/bin/erle"; chmod +x "$last/bin/erle" ;;
    *-e*)  mkdir -p erle/doors/staff/static/built; echo done > erle/doors/staff/static/built/stamp ;;
esac
[ -e "$here/slow" ] && sleep 30
[ -e "$here/broken" ] && echo "no such package" && exit 1
exit 0
"""


class Door:
    """A checkout with `up.py`, and what its installer was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tools = folder, folder / "tools"
        for name in ("requirements", "assets"):
            shutil.copytree(CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("node_modules"))
        for name in ("up.py", "pyproject.toml", "hatch_build.py"):
            shutil.copy(CHECKOUT / name, folder / name)
        self.tools.mkdir()
        (self.tools / "uv").write_text(NOTING.replace("{python}", os.path.realpath(sys.executable)), "utf-8")
        (self.tools / "uv").chmod(0o755)

    def open(self, *words: str) -> subprocess.Popen[str]:
        environment = {"PATH": f"{self.tools}:/usr/bin:/bin", "HOME": str(self.folder)}
        command = [sys.executable, str(self.folder / "up.py"), *words]
        return subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def says(self, *words: str) -> tuple[int, str]:
        with self.open(*words) as process:
            said = process.communicate(timeout=60)[0]
        return process.returncode, said

    def asked(self) -> list[str]:
        """Return what the installer was asked since last time."""
        notes = self.tools / "asked"
        lines = notes.read_text("utf-8").splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return [" ".join(line.split()[:2]) for line in lines]

    def wait_until_asked(self) -> None:
        for _ in range(200):
            if (self.tools / "asked").exists():
                return
            time.sleep(0.05)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_the_first_start_sets_everything_up_and_passes_on(door: Door) -> None:
    status, said = door.says("--port", "9000", "--no-serve")

    assert (status, said.splitlines()[-1]) == (0, "erle demo --port 9000 --no-serve")
    assert door.asked() == ["venv --quiet", "pip install", "pip install"]


def test_a_second_start_installs_nothing(door: Door) -> None:
    door.says()
    door.asked()

    assert door.says("demo", "--fresh", "--scale=2") == (0, "erle demo --fresh --scale=2\n")
    assert door.asked() == []


def test_tests_add_what_they_need_to_an_environment_that_stands(door: Door) -> None:
    door.says()
    door.asked()

    assert "pytest" in door.says("test", "--version")[1]
    assert door.asked() == ["pip install"]
    door.says("test", "--version")
    assert door.asked() == []


def test_changed_styles_are_built_again_and_a_changed_lock_makes_all_anew(door: Door) -> None:
    door.says()
    door.asked()

    with (door.folder / "assets" / "build.mjs").open("a", encoding="utf-8") as file:
        file.write("// changed\n")
    door.says()
    assert door.asked() == ["pip install"]

    with (door.folder / "requirements" / "demo.txt").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    door.says()
    assert door.asked() == ["venv --quiet", "pip install", "pip install"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_what_an_interrupted_set_up_left_is_made_anew(door: Door, how: signal.Signals) -> None:
    (door.tools / "slow").touch()
    with door.open() as process:
        door.wait_until_asked()
        process.send_signal(how)
        said = "" if how is signal.SIGKILL else process.communicate(timeout=20)[0]
    door.asked()
    if how is signal.SIGKILL:  # what it had begun goes on alone, and still holds the lock
        with door.open() as waiting:
            assert waiting.stdout is not None
            assert "waiting for it" in waiting.stdout.readline()
            (door.tools / "slow").unlink()
            os.killpg(int((door.tools / "pid").read_text("utf-8")), signal.SIGKILL)
            said = waiting.communicate(timeout=60)[0]
        assert door.asked() == ["venv --quiet", "pip install", "pip install"]
        return

    (door.tools / "slow").unlink()
    assert "Nothing is half done" in said
    status, said = door.says()
    assert (status, said.splitlines()[-1]) == (0, "erle demo")
    assert door.asked() == ["venv --quiet", "pip install", "pip install"]


def test_two_set_ups_at_once_wait_for_one_another(door: Door) -> None:
    with door.open() as first, door.open() as second:
        told = sorted([first.communicate(timeout=60)[0], second.communicate(timeout=60)[0]], key=len)

    assert [text.splitlines()[-1] for text in told] == ["erle demo", "erle demo"]
    assert door.asked() == ["venv --quiet", "pip install", "pip install"]


def test_a_step_that_fails_is_said_with_its_own_words(door: Door) -> None:
    (door.tools / "broken").touch()

    status, said = door.says()

    assert status == 1
    assert "no such package" in said
    assert "Making the environment in .venv failed; its own words stand above." in said


@pytest.mark.parametrize(
    "words", [["serve"], ["--nonsense"], ["--port"], ["--port", "x"], ["demo", "extra"], ["--fresh=1"]]
)
def test_a_wrong_call_is_answered_with_the_usage(door: Door, words: list[str]) -> None:
    status, said = door.says(*words)

    assert status == 2
    assert said.startswith("usage: python3 up.py")
    assert door.asked() == []


def test_help_is_no_wrong_call(door: Door) -> None:
    assert door.says("--help")[0] == 0


def test_an_older_python_is_told_in_one_sentence(door: Door) -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1], run_name='__main__')"

    called = subprocess.run([sys.executable, "-c", pretend, door.folder / "up.py"], capture_output=True, text=True)

    assert called.stderr == "Erle needs Python 3.11 or later; this is Python 3.9. Try: python3.11 up.py\n"


def test_no_lock_names_a_host() -> None:
    locks = [*(CHECKOUT / "requirements").glob("*.txt"), CHECKOUT / "assets" / "package-lock.json"]

    assert [path.name for path in locks if "://" in path.read_text("utf-8")] == []
    assert "resolved" not in (CHECKOUT / "assets" / "package-lock.json").read_text("utf-8")
