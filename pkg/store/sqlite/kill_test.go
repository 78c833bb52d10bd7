package sqlite_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/sqlite"
)

// killedPath names the file to a process that is started to be killed.
const killedPath = "ISNAD_TEST_KILLED_STORE"

// plain is an article of its own for every writer and number, with one entity.
func plain(writer, n int) store.Entry {
	a := isnad.Article{Outlet: "x", Text: fmt.Sprintf("Name%d was here: %d.", writer, n)}
	a.Seal()
	r := &isnad.Record{Schema: isnad.Schema, Extractor: "b", Lexicon: "l", Article: a}
	name := fmt.Sprintf("Name%d", writer)
	r.Mentions = []isnad.Mention{{
		Excerpt: isnad.Span{End: len(name)}.Excerpt(a.Text), Kind: isnad.Person, Form: isnad.FormName, Entity: isnad.NameEntity(isnad.Person, name), Name: name, Basis: isnad.BasisLexicon, Confidence: 1,
	}}
	return store.Entry{Record: r, Run: 1}
}

// TestWriterToBeKilled is no test of its own: it is the process that TestKilledWritersLoseNothing kills. It tells each number once it is stored.
func TestWriterToBeKilled(t *testing.T) {
	path, writer, ok := strings.Cut(os.Getenv(killedPath), "|")
	if !ok {
		return
	}
	w, err := strconv.Atoi(writer)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 100_000 {
		if _, err := s.Put(t.Context(), []store.Entry{plain(w, n)}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("stored %d\n", n)
	}
}

// Processes write to one file and are killed without warning: what they told to be stored is there, and each entity is in the outbox once.
func TestKilledWritersLoseNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	const processes, least = 3, 40
	told := make([]int, processes)
	done := make(chan error, processes)
	for w := range processes {
		cmd := exec.Command(os.Args[0], "-test.run=^TestWriterToBeKilled$")
		cmd.Env = append(os.Environ(), killedPath+"="+path+"|"+strconv.Itoa(w))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			lines := bufio.NewScanner(out)
			for lines.Scan() {
				if _, err := fmt.Sscanf(lines.Text(), "stored %d", &told[w]); err == nil && told[w] == least+w {
					break
				}
			}
			err := cmd.Process.Kill()
			for lines.Scan() { // what it told before it died
				_, _ = fmt.Sscanf(lines.Text(), "stored %d", &told[w])
			}
			_ = cmd.Wait() // killed: that is no success
			done <- err
		}()
	}
	for range processes {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for w, last := range told {
		if last < least {
			t.Errorf("writer %d ended after %d", w, last)
		}
		for n := range last + 1 {
			if _, err := s.Record(t.Context(), plain(w, n).Record.Article.ID); err != nil {
				t.Errorf("writer %d: record %d: %v", w, n, err)
			}
		}
	}
	pending, err := s.Pending(t.Context(), 100)
	if err != nil || len(pending) != processes {
		t.Errorf("%d announcements, %v", len(pending), err)
	}
	if got, err := sqlite.Pragma(s, "integrity_check"); got != "ok" || err != nil {
		t.Errorf("integrity: %s, %v", got, err)
	}
}
