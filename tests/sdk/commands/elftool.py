"""solo5-elftool: writes the manifest of a guest as C, and says what the notes of an image hold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from manifest import RefusedError, c_source, devices
from notes import MANIFEST_VERSION, InvalidManifestError, NotAnImageError, read_abi, read_manifest
from version import VERSION

PROGRAM = "solo5-elftool"

USAGE = f"""\
usage: {PROGRAM} COMMAND ...
{PROGRAM} version {VERSION}

COMMAND is:
    gen-manifest SOURCE OUTPUT:
        Write the manifest that SOURCE describes to OUTPUT, as C.
    query-abi BINARY:
        Print the ABI that BINARY is linked for.
    query-manifest BINARY:
        Print the manifest of BINARY.
"""


class FailedError(Exception):
    """The command cannot do what it is asked for."""


def gen_manifest(source: str, output: str) -> None:
    """Write the C of a manifest; the output is emptied even when the manifest is refused."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
    except OSError as error:
        raise FailedError(f"{source}: Could not open for reading: {error.strerror}") from None
    try:
        if output != "-":
            Path(output).write_text("")
        try:
            made = c_source(devices(text, source), VERSION)
        except RefusedError as error:
            raise FailedError(str(error)) from None
        if output == "-":
            sys.stdout.write(made)
        else:
            Path(output).write_text(made)
    except OSError as error:
        raise FailedError(f"{output}: Could not open for writing: {error.strerror}") from None


def query_manifest(binary: str) -> None:
    """Print the manifest of an image."""
    try:
        found = read_manifest(Path(binary))
    except InvalidManifestError:
        raise FailedError(f"{binary}: Manifest validation failed") from None
    if found is None:
        raise FailedError(f"{binary}: No Solo5 manifest found in executable")
    lines = [f'    {{ "name": "{device.name}", "type": "{device.type}" }}' for device in found]
    print(f'{{\n  "type": "solo5.manifest",\n  "version": {MANIFEST_VERSION},\n  "devices": [')
    if lines:
        print(",\n".join(lines))
    print("  ]\n}")


def query_abi(binary: str) -> None:
    """Print the ABI of an image."""
    abi = read_abi(Path(binary))
    if abi is None:
        raise FailedError(f"{binary}: No Solo5 ABI information found in executable")
    print(f'{{\n  "type": "solo5.abi",\n  "target": "{abi.target}",\n  "version": {abi.version}\n}}')


COMMANDS: dict[tuple[str, int], Callable[..., None]] = {
    ("gen-manifest", 2): gen_manifest,
    ("query-manifest", 1): query_manifest,
    ("query-abi", 1): query_abi,
}
"""The commands by their name and the number of their arguments."""


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name."""
    command = COMMANDS.get((arguments[0], len(arguments) - 1)) if arguments else None
    if command is None:
        sys.stderr.write(USAGE)
        return 1
    try:
        command(*arguments[1:])
    except (FailedError, NotAnImageError, OSError) as error:
        sys.stderr.write(f"{PROGRAM}: {_said(error, arguments[-1])}\n")
        return 1
    return 0


def _said(error: Exception, binary: str) -> str:
    if isinstance(error, NotAnImageError):
        return f"{binary}: Invalid or unsupported executable"
    if isinstance(error, OSError):
        return f"{binary}: Could not open: {error.strerror}"
    return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
