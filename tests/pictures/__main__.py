"""Draws the pictures anew: python -m tests.pictures [FOLDER], by default where they are checked in."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from faq.assistant import Assistant
from faq.engine import OFF, open_assistant
from tests.pictures.picture import picture
from tests.pictures.scenes import SCENES

HERE = Path(__file__).parent


async def drawn(assistant: Assistant) -> dict[str, bytes]:
    """Every picture, by the name of its file."""
    return {f"{scene.name}.svg": picture(scene, await scene.seen(assistant)) for scene in SCENES}


def main(folder: Path = HERE) -> None:
    """Write every picture into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    # From words alone: that is quick, and the same on each machine.
    for name, content in asyncio.run(drawn(open_assistant(model=OFF))).items():
        (folder / name).write_bytes(content)
        print(folder / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
