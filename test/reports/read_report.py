"""Reads the files of a report as strangers do, and says what is in them as JSON.

usage: read_report.py SCHEMA FOLDER BASE
"""

import csv
import json
import pathlib
import sys
import warnings

import jsonschema
import openpyxl
import pypdf

schema, folder, base = sys.argv[1:]
folder = pathlib.Path(folder)
warnings.filterwarnings("ignore", message="Workbook contains no default style")


def sheet(one):
    formulas = [cell.coordinate for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    rows = [[None if value is None else str(value) for value in row] for row in one.iter_rows(values_only=True)]
    return {
        "title": one.title,
        "frozen": one.freeze_panes,
        "filter": one.auto_filter.ref,
        "formulas": formulas,
        "rows": rows,
    }


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return {"name": path.stem, "rows": list(csv.reader(file, strict=True))}


model = json.loads((folder / f"{base}.json").read_text(encoding="utf-8"))
validator = jsonschema.Draft202012Validator(json.loads(pathlib.Path(schema).read_text()))
jsonschema.Draft202012Validator.check_schema(validator.schema)
pdf = pypdf.PdfReader(folder / f"{base}.pdf")

print(
    json.dumps(
        {
            "schema": [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(model)],
            "pdf": {
                "pages": len(pdf.pages),
                "title": pdf.metadata.title,
                "actions": [key for key in ("/OpenAction", "/AA", "/AcroForm") if key in pdf.trailer["/Root"]],
                "text": "\n".join(page.extract_text() for page in pdf.pages),
            },
            "xlsx": [sheet(one) for one in openpyxl.load_workbook(folder / f"{base}.xlsx")],
            "csv": [table(path) for path in sorted((folder / f"{base}-csv").glob("*.csv"))],
        }
    )
)
