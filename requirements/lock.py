"""Make the lock files anew: `uv` and `npm` on PATH, then `python3 requirements/lock.py`.

No lock names a registry: where packages come from is for whoever installs to say, what they are is for the hashes.
"""

import json
import subprocess
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
COMPILE = ("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet")
QUIET_ABOUT_HOSTS = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
LOCKS = {
    "test": ("--extra=demo", "--extra=test"),
    "demo": ("--extra=demo",),
    "spark": ("--extra=spark",),
    "runtime": (),
}


def main() -> None:
    """Write every lock; the smaller ones hold the same versions as the largest."""
    test = HERE / "test.txt"
    for name, extras in LOCKS.items():
        agree = () if name == "test" else ("--constraint", str(test))
        _run(
            *COMPILE, *QUIET_ABOUT_HOSTS, *extras, *agree, "--output-file", str(HERE / f"{name}.txt"), "pyproject.toml"
        )
    needs = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    _run(
        *COMPILE,
        *QUIET_ABOUT_HOSTS,
        "--constraint",
        str(test),
        "--output-file",
        str(HERE / "build.txt"),
        "-",
        words="\n".join(needs),
    )
    lock_assets()


def lock_assets() -> None:
    """Write the lock of `assets/`, without the addresses at which packages ask for money."""
    lock = CHECKOUT / "assets" / "package-lock.json"
    subprocess.run(["npm", "install", "--package-lock-only"], check=True, cwd=lock.parent)
    held = json.loads(lock.read_text("utf-8"))
    for package in held["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(held, indent=2) + "\n", "utf-8")


def _run(*command: str, words: str = "") -> None:
    subprocess.run(command, check=True, cwd=CHECKOUT, input=words, text=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
