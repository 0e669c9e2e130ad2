"""The JSON Schema of data files, for editors."""

from __future__ import annotations

import json

from generator.model.accounts import Accounts


def schema_text() -> str:
    """schema.json as text; the file at the top of the project is compared with it by a test."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Accounts.model_json_schema(), "title": "决算公开数据文件"}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
