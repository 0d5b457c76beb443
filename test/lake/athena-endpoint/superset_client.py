"""
Apache Superset over the endpoint: `superset_client.py <folder> <URL of the endpoint>`.

Makes a new Superset in the folder, serves it, and does over its REST API what a person does in its pages: adds the
database, looks at the tables, asks in SQL Lab, makes a dataset and reads a chart's data. Prints what came back as JSON.
"""

import json
import os
import sys
import threading
from pathlib import Path

folder, endpoint = sys.argv[1:]
config = Path(folder, "superset_config.py")
config.write_text(
    f"""SECRET_KEY = "of a Superset that is gone after the test"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""
)
os.environ.update(SUPERSET_HOME=folder, SUPERSET_CONFIG_PATH=str(config), FLASK_APP="superset")

import requests
from flask_migrate import upgrade
from superset.app import create_app
from superset.extensions import appbuilder
from werkzeug.serving import make_server

app = create_app()
with app.app_context():
    upgrade(directory=str(Path(app.root_path, "migrations")))
    appbuilder.add_permissions(update_perms=True)
    appbuilder.sm.sync_role_definitions()
    appbuilder.sm.add_user("admin", "A", "B", "a@example.com", appbuilder.sm.find_role("Admin"), "admin")

server = make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
api = f"http://127.0.0.1:{server.server_port}/api/v1"
session = requests.Session()


def call(method, path, **body):
    response = session.request(method, f"{api}{path}", json=body or None, timeout=120)
    if not response.ok:
        raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
    return response.json()


login = call("POST", "/security/login", username="admin", password="admin", provider="db")
session.headers["authorization"] = f"Bearer {login['access_token']}"

uri = (
    "awsathena+rest://local:local@athena.us-east-1.amazonaws.com:443/audit_lake"
    f"?work_group=primary&endpoint_url={endpoint}&poll_interval=0.1"
)
call("POST", "/database/test_connection/", database_name="lake", sqlalchemy_uri=uri)
database = call("POST", "/database/", database_name="lake", sqlalchemy_uri=uri, expose_in_sqllab=True)["id"]
schemas = call("GET", f"/database/{database}/schemas/")["result"]
tables = call("GET", f"/database/{database}/tables/?q=(schema_name:audit_lake)")["result"]
columns = call("GET", f"/database/{database}/table_metadata/?name=audit_logs&schema=audit_lake")["columns"]
asked = call(
    "POST",
    "/sqllab/execute/",
    database_id=database,
    schema="audit_lake",
    sql="SELECT verb, count(*) AS events FROM audit_logs GROUP BY verb ORDER BY verb",
    runAsync=False,
)
dataset = call("POST", "/dataset/", database=database, schema="audit_lake", table_name="audit_logs")["id"]
chart = call(
    "POST",
    "/chart/data",
    datasource={"id": dataset, "type": "table"},
    queries=[
        {
            "granularity": "emit_time",
            "time_range": "2026-11-01 : 2026-12-01",
            "columns": ["actor"],
            "metrics": [{"expressionType": "SQL", "sqlExpression": "count(*)", "label": "events"}],
            "filters": [{"col": "status", "op": "IN", "val": ["OK"]}],
            "orderby": [["actor", True]],
            "row_limit": 10,
        }
    ],
)
print(
    json.dumps(
        {
            "schemas": schemas,
            "tables": sorted((table["value"], table["type"]) for table in tables),
            "columns": [[column["name"], column["type"], column.get("comment")] for column in columns[:3]],
            "asked": asked["data"],
            "chart": chart["result"][0]["data"],
        }
    )
)
os._exit(0)  # its threads have nothing left to do
