"""Reads Parquet files by pyarrow and prints them as JSON: a list of rows for each file, without nulls."""

import datetime
import json
import sys

import pyarrow.parquet as parquet


def comparable(value):
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.").zfill(20) + f"{utc.microsecond // 1000:03d}Z"
    return value


files = [
    [{name: comparable(value) for name, value in row.items() if value is not None} for row in parquet.read_table(path).to_pylist()]
    for path in sys.argv[1:]
]
json.dump(files, sys.stdout)
