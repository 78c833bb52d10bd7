package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// static is a file that never changes under its address.
type static struct {
	kind string
	data []byte
}

// embed keeps a file under an address that carries the hash of what is in it.
func (p *Pages) embed(name, kind string) (address string, err error) {
	data, err := staticFiles.ReadFile(path.Join("static", name))
	if err != nil {
		return "", fmt.Errorf("static files: %w", err)
	}
	sum := sha256.Sum256(data)
	stem, ext, _ := strings.Cut(name, ".")
	hashed := stem + "." + hex.EncodeToString(sum[:6]) + "." + ext
	p.static[hashed] = static{kind, data}
	return "/static/" + hashed, nil
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) {
	f, ok := p.static[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(f.data) // an error is the reader's who went away
}
