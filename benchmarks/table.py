"""Tables of markdown, shown line by line as they come."""

from pathlib import Path


class Table:
    """Rows of markdown, shown as they come and written at the end."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, *cells: object) -> None:
        self.say("| " + " | ".join(str(cell) for cell in cells) + " |")

    def head(self, title: str, *cells: str) -> None:
        self.say(f"\n## {title}\n")
        self.add(*cells)
        self.add(*["---"] * len(cells))

    def say(self, line: str) -> None:
        print(line, flush=True)
        self.lines.append(line)

    def write(self, path: Path) -> None:
        path.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
