package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A worker reads its tables again when they change, and keeps those it has when the new ones have a fault. No article is lost.
func TestTablesAreReadAgain(t *testing.T) {
	l := newLab(t)
	tables := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(tables, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sent := 0
	// found sends articles until one knows the body by its id, for a while.
	found := func(id string, patience time.Duration) bool {
		t.Helper()
		for end := time.Now().Add(patience); time.Now().Before(end); {
			sent++
			path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.txt", sent))
			if err := os.WriteFile(path, fmt.Appendf(nil, "أعلنت السنديانة الخضراء أن %d عامل عادوا إلى الحقول.", 100+sent), 0o644); err != nil {
				t.Fatal(err)
			}
			l.do("ingest", path)
			l.until(sent, 20*time.Second)
			if strings.Contains(l.do("isnad", "query", "--limit", "0", "--json"), id) {
				return true
			}
		}
		return false
	}
	worker := l.start("extract", "--lexicons", tables)
	l.start("sink")
	if found("org/sindiyana", time.Second) {
		t.Fatal("a body is known before its row is written")
	}
	write("ar/names/ours.tsv", "id\tkind\tname\tforms\tstrength\tnote\norg/sindiyana\torganisation\tالسنديانة الخضراء\t\tstrong\t\n")
	if !found("org/sindiyana", 30*time.Second) {
		t.Fatal("a new row is not used while the worker runs")
	}
	write("ar/names/ours.tsv", "id\tkind\tname\tforms\tstrength\tnote\norg/other\torganisation\tالسنديانة الخضراء\t\tvery\t\n")
	if err := worker.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if found("org/other", 4*time.Second) {
		t.Error("a faulty row is used")
	}
	if s := l.stats(); s.Articles != sent {
		t.Errorf("%d articles of %d", s.Articles, sent)
	}
	if d := l.dead(); len(d) > 0 {
		t.Errorf("put aside: %s", d)
	}
	l.stop(worker)
}

// The one process reads its tables again too, and then reads anew an article that it is given again.
func TestServeReadsTablesAgain(t *testing.T) {
	l := newLab(t)
	tables, inbox, data := t.TempDir(), t.TempDir(), t.TempDir()
	address := freeAddress(t)
	if err := os.WriteFile(filepath.Join(inbox, "one.txt"), []byte("أعلنت السنديانة الخضراء أن 100 عامل عادوا إلى الحقول."), 0o644); err != nil {
		t.Fatal(err)
	}
	served := l.start("isnad", "run", "--serve", "--http", address, "--data", data, "--lexicons", tables, inbox)
	known := func() bool {
		return strings.Contains(l.do("isnad", "query", "--store", filepath.Join(data, "isnad.db"), "--limit", "0", "--json"), "org/sindiyana")
	}
	if get(t, "http://"+address+"/readyz"); known() {
		t.Fatal("a body is known before its row is written")
	}
	path := filepath.Join(tables, "ar", "names", "ours.tsv")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("id\tkind\tname\tforms\tstrength\tnote\norg/sindiyana\torganisation\tالسنديانة الخضراء\t\tstrong\t\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	body := `{"text": "أعلنت السنديانة الخضراء أن 100 عامل عادوا إلى الحقول."}`
	for end := time.Now().Add(30 * time.Second); !known(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a new row is not used while the process serves")
		}
		if code, answer := post(t, "http://"+address+"/articles", "application/json", body, me(t, data).Token); code != 202 {
			t.Fatalf("%d %s", code, answer)
		}
	}
	l.stop(served)
}
