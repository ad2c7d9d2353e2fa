"""Draws all pictures: python -m tests.pictures [FOLDER], by default into this folder."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from faq.assistant import Assistant
from faq.engine import OFF, open_assistant
from tests.pictures.picture import picture
from tests.pictures.scenes import SCENES

HERE = Path(__file__).parent


async def draw_all(assistant: Assistant) -> dict[str, bytes]:
    """Return all pictures, by file name."""
    return {f"{scene.name}.svg": picture(scene, await scene.transcript(assistant)) for scene in SCENES}


def main(folder: Path = HERE) -> None:
    """Write all pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    # By words alone, which is quick and the same on every machine.
    for name, content in asyncio.run(draw_all(open_assistant(model=OFF))).items():
        (folder / name).write_bytes(content)
        print(folder / name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
