#!/usr/bin/python3
"""Reads every cell of workbooks as openpyxl's read-only mode gives them; prints seconds and cells.

    bench/read_with_openpyxl.py FILE…
"""

import sys
import time

import openpyxl


def main() -> None:
    begin = time.perf_counter()
    cells = 0
    for path in sys.argv[1:]:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                cells += sum(1 for value in row if value is not None)
        book.close()
    print(f"{time.perf_counter() - begin:.6f} {cells}")


if __name__ == "__main__":
    main()
