package certs

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"isnad/pkg/isnad"
)

// Pair is a server's certificate and its key, in two files in PEM. They are read again when they change. Make it with Load.
type Pair struct {
	cert, key string
	changed   func(error)

	mu    sync.Mutex
	files [2]fs.FileInfo // as they were when they were last looked into
	pair  *tls.Certificate
}

// Load reads a pair. changed (nil for none) hears when files that changed were read again, with the error where they are no pair: the last
// good one stays in use then. The error of Load names the file.
func Load(cert, key string, changed func(error)) (*Pair, error) {
	if changed == nil {
		changed = func(error) {}
	}
	p := &Pair{cert: cert, key: key, changed: changed}
	files, err := p.stat()
	if err != nil {
		return nil, err
	}
	if p.pair, err = p.read(); err != nil {
		return nil, err
	}
	p.files = files
	return p, nil
}

// Config gives the settings of a server that shows the pair: TLS 1.2 or later.
func (p *Pair) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return p.current(), nil }}
}

func (p *Pair) stat() (files [2]fs.FileInfo, err error) {
	for i, name := range []string{p.cert, p.key} {
		if files[i], err = os.Stat(name); err != nil {
			return files, fmt.Errorf("the certificate and its key: %w", err)
		}
	}
	return files, nil
}

func (p *Pair) read() (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(p.cert, p.key)
	var path *fs.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("the certificate and its key: %w", err)
	}
	if err != nil {
		return nil, &isnad.BadInput{Place: p.cert, Reason: "it is no certificate with its key in " + p.key, Err: err}
	}
	return &pair, nil
}

// current gives the newest good pair. Whoever renews it writes one file after the other, so two that do not fit may do so in a moment.
func (p *Pair) current() *tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	files, err := p.stat()
	if err != nil || same(files[0], p.files[0]) && same(files[1], p.files[1]) {
		return p.pair // files that are away for a moment are being replaced
	}
	p.files = files
	fresh, err := p.read()
	if err == nil {
		p.pair = fresh
	}
	p.changed(err)
	return p.pair
}

func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}
