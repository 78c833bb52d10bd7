package workers

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go"

	"isnad/cmd/internal/cli"
)

func TestLogin(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	write := func(password string) {
		if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first")
	for _, c := range []struct{ address, file, bare, user, password, token string }{
		{address: "nats://h:4222", bare: "nats://h:4222"},
		{address: "nats://sink@h:4222", file: file, bare: "nats://h:4222", user: "sink", password: "first"},
		{address: "nats://sink@h:4222, nats://sink@i:4222", file: file, bare: "nats://h:4222,nats://i:4222", user: "sink", password: "first"},
		{address: "tls://sink:in%20place@h:4222", bare: "tls://h:4222", user: "sink", password: "in place"},
		{address: "nats://a-token@h:4222", bare: "nats://h:4222", token: "a-token"},
	} {
		bare, options, err := login(cli.Broker{NATS: c.address, Login: cli.Login{NATSPasswordFile: c.file}})
		var o nats.Options
		for _, option := range options {
			if err := option(&o); err != nil {
				t.Fatal(err)
			}
		}
		if o.UserInfo != nil {
			o.User, o.Password = o.UserInfo()
		}
		inbox := ""
		if c.user != "" {
			inbox = "_INBOX_" + c.user
		}
		if err != nil || bare != c.bare || o.User != c.user || o.Password != c.password || o.Token != c.token || o.InboxPrefix != inbox {
			t.Errorf("%s: %q %q %q %q %q, %v", c.address, bare, o.User, o.Password, o.Token, o.InboxPrefix, err)
		}
		if c.file == "" {
			continue
		}
		write("second") // as it is when the program connects anew
		if _, password := o.UserInfo(); password != "second" {
			t.Errorf("%s: a changed password is not seen: %q", c.address, password)
		}
		write("first")
	}
}

func TestLoginTellsWhatIsWrong(t *testing.T) {
	for _, b := range []cli.Broker{
		{NATS: "nats://h:4222", Login: cli.Login{NATSPasswordFile: os.DevNull}},
		{NATS: "nats://sink@h:4222", Login: cli.Login{NATSPasswordFile: filepath.Join(t.TempDir(), "none")}},
		{NATS: "h"},
		{NATS: "nats://a:b%zz@h"},
	} {
		if address, _, err := login(b); err == nil {
			t.Errorf("%+v: %q", b, address)
		}
	}
}
