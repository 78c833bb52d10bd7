package api

import (
	"bytes"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/yaml"
)

// document serves what describes the API: to programs as OpenAPI, to people as a list.
func (a *api) document(mux *http.ServeMux) {
	asJSON, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		panic(err) // the types are wrong: no run of the program can be right
	}
	var asYAML, list bytes.Buffer
	if err := yaml.Convert(&asYAML, bytes.NewReader(asJSON)); err != nil {
		panic(err)
	}
	if err := listPage.Execute(&list, a.operations()); err != nil {
		panic(err)
	}
	serve := func(path, contentType string, body []byte) {
		mux.HandleFunc("GET "+Root+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			_, _ = w.Write(body) // a caller who has gone misses nothing
		})
	}
	serve("/openapi.json", "application/openapi+json", asJSON)
	serve("/openapi.yaml", "application/openapi+yaml", asYAML.Bytes())
	serve("/{$}", "text/html; charset=utf-8", list.Bytes())
}

// operations gives what there is, by address.
func (a *api) operations() []*huma.Operation {
	paths := a.huma.OpenAPI().Paths
	var out []*huma.Operation
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		for _, op := range []*huma.Operation{paths[p].Get, paths[p].Post, paths[p].Delete} {
			if op != nil {
				out = append(out, op)
			}
		}
	}
	return out
}

var listPage = template.Must(template.New("list").Parse(`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>isnad: API</title></head>
<body>
<h1>isnad: API</h1>
<p>Described in full by <a href="openapi.json">openapi.json</a> and <a href="openapi.yaml">openapi.yaml</a> (OpenAPI 3.1).</p>
{{range .}}
<section id="{{.OperationID}}">
<h2><code>{{.Method}} {{.Path}}</code></h2>
<p>{{.Summary}}.</p>
{{with .Parameters}}<ul>
{{range .}}<li><code>{{.Name}}</code> ({{.In}}){{with .Schema}}{{with .Enum}}: {{range $i, $v := .}}{{if $i}}, {{end}}<code>{{$v}}</code>{{end}}{{end}}{{end}}{{with .Description}} – {{.}}{{end}}</li>
{{end}}</ul>{{end}}
</section>
{{end}}
</body>
</html>
`))
