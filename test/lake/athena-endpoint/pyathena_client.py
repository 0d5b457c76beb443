"""
PyAthena and its dialect of SQLAlchemy over the endpoint: `pyathena_client.py <setting for SQLAlchemy> <URL>`.

Prints what came back as JSON.
"""

import json
import sys

import boto3
import sqlalchemy
from pyathena import connect
from pyathena.cursor import DictCursor
from pyathena.error import OperationalError

setting, url = sys.argv[1:]
keys = {"region_name": "us-east-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
connection = connect(
    endpoint_url=url, schema_name="audit_lake", work_group="primary", poll_interval=0.05, **keys
)
found = {}

cursor = connection.cursor()
cursor.execute("SELECT log_id, version, emit_time, details_roles, NULL AS none FROM audit_logs ORDER BY emit_time")
found["description"] = [[name, kind] for name, kind, *_ in cursor.description]
found["rows"] = [[str(cell) for cell in row] for row in cursor.fetchmany(2)]
cursor.execute("SELECT i FROM UNNEST(sequence(1, 2500)) t(i)")
found["many"] = sum(i for (i,) in cursor)

by_name = connection.cursor(DictCursor)
by_name.execute("SELECT actor FROM audit_logs WHERE operation = %(operation)s", {"operation": "DeleteUser"})
found["named"] = by_name.fetchall()
by_name.execute("SELECT count(*) AS events FROM audit_logs WHERE operation = ?", ["'DeleteUser'"], paramstyle="qmark")
found["marked"] = by_name.fetchall()
try:
    cursor.execute("SELECT nothing FROM audit_logs")
except OperationalError as error:
    found["mistake"] = str(error).splitlines()[0]

bucket, key = cursor.execute("SELECT 1 AS one").output_location.removeprefix("s3://").split("/", 1)
body = boto3.client("s3", endpoint_url=url, **keys).get_object(Bucket=bucket, Key=key)["Body"]
found["csv"] = body.read().decode()

engine = sqlalchemy.create_engine(f"{setting}&poll_interval=0.05")
inspector = sqlalchemy.inspect(engine)
found["schemas"] = inspector.get_schema_names()
found["tables"] = inspector.get_table_names()
found["views"] = inspector.get_view_names()
found["has"] = [inspector.has_table("events_flat"), inspector.has_table("nothing")]
found["comment"] = inspector.get_table_comment("audit_logs")["text"]
found["columns"] = [
    [column["name"], str(column["type"]), column["comment"]]
    for column in inspector.get_columns("audit_logs", schema="audit_lake")[:3]
]
flat = sqlalchemy.Table("events_flat", sqlalchemy.MetaData(), autoload_with=engine, schema="audit_lake")
with engine.connect() as opened:
    asked = sqlalchemy.select(flat.c.operation, sqlalchemy.func.count().label("events"))
    asked = asked.where(flat.c.status == "OK").group_by(flat.c.operation).order_by(flat.c.operation)
    found["asked"] = [list(row) for row in opened.execute(asked)]

print(json.dumps(found))
