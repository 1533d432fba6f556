"""The front door: `python3 up.py` sets everything up and starts Erle; it needs Python 3.11 and nothing else."""

import sys

if sys.version_info < (3, 11):  # before anything that an older Python cannot read
    sys.exit("Erle needs Python 3.11 or later; this is Python %d.%d. Try: python3.11 up.py" % sys.version_info[:2])

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "erle-setup.json"
BUILT = CHECKOUT / "erle" / "doors" / "staff" / "static" / "built" / "stamp"
BUILD, DEMO, TEST = (CHECKOUT / "requirements" / f"{name}.txt" for name in ("build", "demo", "test"))
USAGE = """\
usage: python3 up.py [demo] [--port N] [--scale N] [--fresh] [--no-serve]
       python3 up.py test [words for pytest]
       python3 up.py check
       python3 up.py bench [NAME] [--json FILE]

Without words: sets up what is missing, starts the demo on 127.0.0.1:8000 and prints who can sign in.
Everything else is said to .venv/bin/erle."""
WITH_NUMBER, ALONE = {"--port", "--scale"}, {"--fresh", "--no-serve"}
CHECKS = (
    ("formatting", "ruff", "format", "--check", "."),
    ("lint", "ruff", "check", "."),
    ("types", "mypy"),
    ("import contracts", "lint-imports"),
    ("migrations in step", "django", "makemigrations", "--check", "--dry-run"),
)


class CannotSetUp(Exception):
    """Why the set-up cannot be finished, in one sentence that says what to do."""


def main(words: list[str]) -> int:
    """Set up what the words need, then pass them on."""
    command, rest = (words[0], words[1:]) if words and not words[0].startswith("-") else ("demo", words)
    if command in {"help"} or {"-h", "--help"} & set(words[:1]):
        print(USAGE)
        return 0
    if command not in {"demo", "test", "check", "bench"} or (command == "demo" and not _understood(rest)):
        print(USAGE, file=sys.stderr)
        return 2
    try:
        with _alone():
            set_up(for_tests=command != "demo")
    except CannotSetUp as error:
        print(f"\nErle could not be set up. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing is half done that the next start does not mend.", file=sys.stderr)
        return 130
    return check() if command == "check" else _pass_on(command, rest)


def set_up(*, for_tests: bool) -> None:
    """Make the environment, install Erle and its lock, and build the pages' assets: whatever is not done already."""
    stamp = _stamp()
    if stamp.get("demo") != _environment_key():
        stamp = _make_environment(for_tests=for_tests)
    if for_tests and stamp.get("test") != _hash(TEST):
        STAMP.unlink()
        _step("Installing what tests need", _install_command("-r", str(TEST), hashes=True))
        stamp = _write({**stamp, "test": _hash(TEST)})
    key = _hash(*_sources())
    if stamp.get("installed") != key or not BUILT.exists():
        erle = ("--no-deps", "--no-build-isolation", "-e", str(CHECKOUT))
        _step("Installing Erle and building the styles, script and fonts of its pages", _install_command(*erle))
        _write({**stamp, "installed": key})


def check() -> int:
    """Run every check, show what each found, and say at the end which failed."""
    failed = [name for name, *command in CHECKS if _check(name, command)]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks hold.", flush=True)
    return 1 if failed else 0


def _make_environment(*, for_tests: bool) -> dict[str, str]:
    """Make .venv from nothing; what an interrupted set-up left goes first."""
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        print("Removing an environment that is out of date or half made", flush=True)
        shutil.rmtree(VENV)
    _step("Making the environment in .venv", _environment_command())
    lock = TEST if for_tests else DEMO
    _step("Installing what Erle needs", _install_command("-r", str(BUILD), "-r", str(lock), hashes=True))
    return _write({"demo": _environment_key()} | ({"test": _hash(TEST)} if for_tests else {}))


def _environment_command() -> list[str]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(VENV)]
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        raise CannotSetUp(
            "This Python cannot make an environment: install the package python3-venv (as root: apt-get install"
            " python3-venv), or uv, and start again."
        )
    return [sys.executable, "-m", "venv", str(VENV)]


def _install_command(*what: str, hashes: bool = False) -> list[str]:
    uv = shutil.which("uv")
    exact = ["--require-hashes", "--no-deps"] if hashes else []
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON), *exact, *what]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-compile"]
    return [*pip, "--no-warn-script-location", *exact, *what]


def _step(name: str, command: list[str]) -> None:
    """Run one step, saying what it does, that it is still at it, and how long it took."""
    print(f"{name} ...", end="", flush=True)
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        process_group=0,
        close_fds=False,  # it holds the lock of the set-up too, should this process be killed
    ) as process:
        try:
            said = _wait(process)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        print(f" failed.\n{said.strip()}", flush=True)
        raise CannotSetUp(f"{name} failed; its own words stand above. Mend that and start again: nothing is lost.")
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def _wait(process: "subprocess.Popen[str]") -> str:
    while True:
        try:
            return process.communicate(timeout=5)[0]
        except subprocess.TimeoutExpired:
            print(".", end="", flush=True)


def _pass_on(command: str, rest: list[str]) -> int:
    """Become the program that the words are for, so that its signals and its exit are its own."""
    programs = {
        "demo": [str(VENV / "bin" / "erle"), "demo", *rest],
        "test": [str(PYTHON), "-m", "pytest", *rest],
        "bench": [str(PYTHON), "-m", "benchmarks", *rest],
    }
    program = programs[command]
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    os.execv(program[0], program)


def _check(name: str, command: list[str]) -> int:
    print(f"\n== {name}", flush=True)
    beside = VENV / "bin" / command[0]
    program = [str(beside)] if beside.exists() and command[0] != "django" else [str(PYTHON), "-m", command[0]]
    apart = {"ERLE_MODE": "test", "ERLE_HOME": str(CHECKOUT / ".erle" / "test")}
    environment = {**apart, **os.environ, "DJANGO_SETTINGS_MODULE": "erle.settings"}
    return subprocess.run([*program, *command[1:]], cwd=CHECKOUT, env=environment, check=False).returncode


def _understood(options: list[str]) -> bool:
    """Whether these are options of the demo; what numbers it can do with, it judges itself."""
    left = list(options)
    while left:
        name, _, value = left.pop(0).partition("=")
        if name in WITH_NUMBER and not value and left:
            value = left.pop(0)
        if not (name in WITH_NUMBER and _is_number(value)) and not (name in ALONE and not value):
            return False
    return True


def _is_number(word: str) -> bool:
    return word.isascii() and word.replace(".", "", 1).isdigit()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up run at a time in this checkout; a second one waits, and says so."""
    try:
        descriptor = os.open(CHECKOUT / ".erle-setup.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise CannotSetUp(f"This account may not write in {CHECKOUT}: use a checkout of your own.") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this checkout; waiting for it ...", flush=True)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.set_inheritable(descriptor, True)
        yield
    finally:
        os.close(descriptor)


def _stamp() -> dict[str, str]:
    """Return what a finished set-up wrote last; nothing where it is half made, or its Python is gone."""
    try:
        subprocess.run([PYTHON, "-I", "-S", "-c", ""], check=True, capture_output=True)
        found = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(stamp: dict[str, str]) -> dict[str, str]:
    draft = STAMP.with_suffix(".part")
    draft.write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")
    draft.replace(STAMP)
    return stamp


def _environment_key() -> str:
    """Return what the environment is made from; its programs name the checkout's folder, so that may not change."""
    return hashlib.sha256(f"{CHECKOUT}\0{_hash(BUILD, DEMO)}".encode()).hexdigest()


def _sources() -> list[Path]:
    """Return what the install of Erle itself depends on."""
    assets = CHECKOUT / "assets"
    made_from = [path for path in sorted((assets / "src").rglob("*")) if path.is_file()]
    named = [assets / name for name in ("package-lock.json", "build.mjs", ".npmrc")]
    return [CHECKOUT / "pyproject.toml", CHECKOUT / "hatch_build.py", *named, *made_from]


def _hash(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(CHECKOUT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it tidies up as after Ctrl-C
    sys.exit(main(sys.argv[1:]))
