package isnad

import _ "embed"

// RecordSchema is the JSON Schema (draft 2020-12) of a Record.
//
//go:embed record.schema.json
var RecordSchema []byte
