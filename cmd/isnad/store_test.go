package main

import (
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs/certtest"
	"isnad/pkg/store/storetest/pgtest"
)

// The sink waits for a store that it cannot tell from another, says why, and tells nobody the password; to the right one it writes.
func TestTheSinkReachesItsStoreOverTLS(t *testing.T) {
	ours, theirs := certtest.New(t, "ours"), certtest.New(t, "theirs")
	hba, err := os.ReadFile("../../deploy/pg_hba.conf")
	if err != nil {
		t.Fatal(err)
	}
	cert, key := ours.Issue(t, time.Now().Add(time.Hour), "localhost")
	server := pgtest.StartTLS(t, cert, key, string(hba), pgtest.Fast...)
	const password = "sesame-sesame"
	for _, statement := range []string{"CREATE ROLE isnad LOGIN PASSWORD '" + password + "'", "CREATE DATABASE isnad OWNER isnad"} {
		if err := server.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	dsn := func(ca *certtest.CA) string {
		return server.Remote("localhost", "isnad", "isnad", password, url.Values{"sslmode": {"verify-full"}, "sslrootcert": {ca.File}})
	}
	l := newLab(t)
	l.store = dsn(theirs)
	wary := l.start("sink", "--log-level", "debug")
	log := wary.Stderr.(*safeBuffer)
	eventually(t, "a reason", func() bool { return strings.Contains(log.String(), `signed by \"CN=ours\", who is not trusted here`) })
	l.stop(wary)
	l.store = dsn(ours)
	well := l.start("sink", "--log-level", "debug")
	l.start("extract")
	l.do("ingest", examples)
	eventually(t, "the claims", func() bool { return strings.Count(l.do("isnad", "query", "--json", "--limit", "0"), "\n") > 20 })
	l.stop(well)
	for _, cmd := range []*exec.Cmd{wary, well} {
		if text := cmd.Stderr.(*safeBuffer).String(); strings.Contains(text, password) {
			t.Errorf("the password is logged:\n%s", text)
		}
	}
}
