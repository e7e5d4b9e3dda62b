"""What calamine does not tell about an ods: merged ranges and hidden rows, from content.xml."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from pipelines.workbooks.xlsx_parts import SheetParts

_TABLE = "table:table"
_ROW = "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")


class OdsParts:
    """Merged ranges and hidden rows of each sheet, by name."""

    is_1904 = False

    def __init__(self, data: bytes) -> None:
        self._sheets: dict[str, SheetParts] = {}
        self._sheet = SheetParts()
        self._row = self._column = 0
        self._repeat = 1
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EntityDeclHandler = _refuse_entity
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parser.Parse(archive.read("content.xml"), True)

    def sheet(self, name: str) -> SheetParts:
        """Facts of the sheet called `name`; nothing known gives an empty SheetParts."""
        return self._sheets.get(name, SheetParts())

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE:
            self._sheet = SheetParts()
            self._sheets.setdefault(attributes.get("table:name", ""), self._sheet)
            self._row, self._repeat = 0, 1
        elif tag == _ROW:
            self._row += self._repeat if self._row else 1
            self._column = 1
            self._repeat = int(attributes.get("table:number-rows-repeated", "1"))
            if (
                attributes.get("table:visibility") in ("collapse", "filter")
                and self._repeat < 10000
            ):
                self._sheet.hidden_rows.update(range(self._row, self._row + self._repeat))
        elif tag in _CELLS:
            rows = int(attributes.get("table:number-rows-spanned", "1"))
            columns = int(attributes.get("table:number-columns-spanned", "1"))
            if rows > 1 or columns > 1:
                self._sheet.merged.append(
                    (self._row, self._column, self._row + rows - 1, self._column + columns - 1)
                )
            if attributes.get("office:value-type") == "percentage":
                repeat = int(attributes.get("table:number-columns-repeated", "1"))
                self._sheet.percent_cells.update(
                    (row, column)
                    for row in range(self._row, self._row + min(self._repeat, 10000))
                    for column in range(self._column, self._column + min(repeat, 1000))
                )
            self._column += int(attributes.get("table:number-columns-repeated", "1"))


def _refuse_entity(*_: object) -> None:
    raise ValueError("entities are not expanded")
