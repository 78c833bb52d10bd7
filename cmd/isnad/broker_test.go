package main

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/nats-io/nats.go"
)

// The embedded broker lets in who can read the data folder's lock file, and nobody else on this machine.
func TestTheEmbeddedBrokerWantsItsToken(t *testing.T) {
	l := &lab{t: t, store: filepath.Join(t.TempDir(), "unused.db"), alive: map[*exec.Cmd]string{}}
	t.Cleanup(l.end)
	data, at := t.TempDir(), freeAddress(t)
	lock := filepath.Join(data, lockFile)
	if err := os.WriteFile(lock, nil, 0o644); err != nil { // as an older program left it
		t.Fatal(err)
	}
	served := l.start("isnad", "run", "--serve", "--http", at, "--data", data, "--log-level", "debug", examples)
	get(t, "http://"+at+"/readyz")
	text, err := os.ReadFile(lock)
	if err != nil {
		t.Fatal(err)
	}
	address := strings.TrimSpace(string(text))
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "nats" || len(u.User.Username()) < leastBrokerToken {
		t.Fatalf("%s: %v", address, err)
	}
	for name, option := range map[string]nats.Option{"nobody": nats.Name(""), "a wrong token": nats.Token("x"), "a user": nats.UserInfo("isnad", "")} {
		if nc, err := nats.Connect("nats://"+u.Host, option); !errors.Is(err, nats.ErrAuthorization) {
			t.Errorf("%s: %v, %v", name, nc, err)
		}
	}
	private(t, lock)
	nc, err := nats.Connect(address)
	if err != nil {
		t.Fatalf("a subscriber with the token: %v", err)
	}
	defer nc.Close()
	announced, err := nc.SubscribeSync("isnad.entities.new.>")
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if code, answer := post(t, "http://"+at+"/articles", "application/json", `{"text": "قال فؤاد حداد للصحيفة إن لجنة السنديانة أحصت 12 سفينة."}`, me(t, data).Token); code != 202 {
		t.Fatalf("%d %s", code, answer)
	}
	if _, err := announced.NextMsgWithContext(t.Context()); err != nil {
		t.Error(err)
	}
	commandsFindTheToken(t, l, data)
	l.stop(served)
	if log := served.Stderr.(*safeBuffer).String(); strings.Contains(log, u.User.Username()) {
		t.Errorf("the token is logged:\n%s", log)
	}
}

// private sees that nobody else can read a file.
func private(t *testing.T, path string) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", path, info.Mode(), err)
	}
	if os.Geteuid() != 0 {
		return // there is no other user to try it as
	}
	const nobody = 65534
	cmd := exec.Command("cat", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "Permission denied") {
		t.Errorf("another user reads %s: %s, %v", path, out, err)
	}
}

// commandsFindTheToken runs the commands that speak to the broker of a folder which another process has open.
func commandsFindTheToken(t *testing.T, l *lab, data string) {
	t.Helper()
	l.do("isnad", "dead", "list", "--data", data)
	if out := l.do("isnad", "replay", "--data", data); !strings.Contains(out, "sent again") {
		t.Errorf("replay: %s", out)
	}
	watch := l.command("isnad", "watch", "entities", "--all", "--json", "--data", data)
	var out safeBuffer
	watch.Stdout = &out
	if err := watch.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "announcements", func() bool { return strings.Contains(out.String(), `"entity"`) })
	_ = watch.Process.Signal(os.Interrupt)
	if err := watch.Wait(); err != nil {
		t.Error(err)
	}
}

// A token of one's own outlives a restart, so that subscribers come back by themselves.
func TestTheTokenOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	for _, c := range []struct {
		text string
		mode os.FileMode
		want string
	}{
		{"a-token-of-my-own-0001\n", 0o600, ""}, {"a-token-of-my-own-0001\n", 0o640, ""}, {"a-token-of-my-own-0001", 0o604, "chmod 600"}, {"short", 0o600, "20 or more"},
		{"two words of a long token", 0o600, "one line"}, {"", 0o600, "20 or more"},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, c.mode); err != nil {
			t.Fatal(err)
		}
		token, err := brokerToken(path)
		if c.want == "" && (err != nil || token != strings.TrimSpace(c.text)) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q %o: %q, %v", c.text, c.mode, token, err)
		}
	}
	if _, err := brokerToken(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	a, err := brokerToken("")
	b, err2 := brokerToken("")
	if err != nil || err2 != nil || a == b || len(a) < leastBrokerToken {
		t.Errorf("%q %q, %v %v", a, b, err, err2)
	}
}
