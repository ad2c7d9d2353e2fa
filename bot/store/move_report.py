"""Shows how far a move is, and prints what it moved: numbers of rows, and none of their contents."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from bot.store.location import Location
from bot.store.move import move


async def report_move(source: Location, target: Location) -> None:
    """Move all data, with a progress bar for each table on a terminal. Raises DatabaseError."""
    errors = Console(stderr=True)
    bars: dict[str, TaskID] = {}
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:

        def show(table: str, copied: int, rows: int) -> None:
            if table not in bars:
                bars[table] = progress.add_task(table, total=rows)
            progress.update(bars[table], completed=copied)

        moved = await move(source, target, show)
    _print(moved)
    print(f"As many rows are now in {target} as in {source}, which is unchanged: delete it once the bot answers.")


def _print(moved: dict[str, int]) -> None:
    table = Table("table", "rows")
    for name, rows in moved.items():
        table.add_row(name, f"{rows:,}")
    Console().print(table, markup=False)
