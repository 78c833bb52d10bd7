package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// The users of the broker that containers run. The operator may do all that is asked here.
var users = []string{"ingest", "extract", "sink", "keeper", "watch", "operator"}

// guarded is a broker with the users, rights and TLS of deploy/nats.conf, and with passwords and certificates made by deploy/secrets.sh.
type guarded struct {
	host    string
	secrets string // the folder
}

func newGuarded(t *testing.T) guarded {
	t.Helper()
	g := guarded{secrets: filepath.Join(t.TempDir(), "secrets")}
	makeSecrets(t, g.secrets)
	dir := t.TempDir()
	copyFile(t, "../../deploy/nats.conf", filepath.Join(dir, "nats.conf"), "/run/secrets/", g.secrets+"/") // where they are in the container
	copyFile(t, filepath.Join(g.secrets, "nats-passwords.conf"), filepath.Join(dir, "passwords.conf"))
	o, err := server.ProcessConfigFile(filepath.Join(dir, "nats.conf"))
	if err != nil {
		t.Fatal(err)
	}
	if !o.SyncAlways || len(o.Users) != len(users) || o.TLSConfig == nil || o.AllowNonTLS {
		t.Fatalf("sync always is %v, there are %d users, TLS %v, plain %v", o.SyncAlways, len(o.Users), o.TLSConfig != nil, o.AllowNonTLS)
	}
	o.Host, o.Port, o.HTTPPort, o.StoreDir, o.NoSigs = "127.0.0.1", server.RANDOM_PORT, 0, filepath.Join(dir, "data"), true
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the broker does not start")
	}
	g.host = s.Addr().(*net.TCPAddr).String()
	return g
}

// ca gives the file of the authority that signed the broker's certificate.
func (g guarded) ca() string { return filepath.Join(g.secrets, "ca.pem") }

// copyFile copies a file, with words of it replaced by others.
func copyFile(t *testing.T, from, to string, words ...string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, []byte(strings.NewReplacer(words...).Replace(string(data))), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// as gives the flags by which a program comes as a user.
func (g guarded) as(user string) []string {
	return []string{"--nats", "tls://" + user + "@" + g.host, "--nats-password-file", filepath.Join(g.secrets, "nats-"+user), "--nats-ca", g.ca()}
}

func (g guarded) connect(t *testing.T, user string) *nats.Conn {
	t.Helper()
	password, err := os.ReadFile(filepath.Join(g.secrets, "nats-"+user))
	if err != nil {
		t.Fatal(err)
	}
	nc, err := nats.Connect("tls://"+g.host, nats.RootCAs(g.ca()), nats.UserInfo(user, string(password)), nats.CustomInboxPrefix("_INBOX_"+user), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatalf("%s: %v", user, err)
	}
	return nc
}

// rights says who may publish, or subscribe, to what. The operator may besides, where the subject does not belong to the broker itself.
var rights = []struct {
	subject string
	users   string
}{
	{"isnad.articles.ar.x", "ingest"},
	{"isnad.claims.ar.x", "extract"},
	{"isnad.entities.new.person.x", "sink"},
	{"isnad.dead.extract", "extract keeper"},
	{"isnad.dead.sink", "sink keeper"},
	{"isnad.dead.outbox", "sink keeper"},
	{"$O.isnad-objects.C.x", "ingest"},
	{"$O.isnad-objects.M.x", "ingest keeper"},
	{"$O.isnad-sources.C.x", "ingest"},
	{"$O.isnad-sources.M.x", "ingest"},
	{"$O.isnad-record-objects.C.x", "extract"},
	{"$O.isnad-record-objects.M.x", "extract keeper"},
	{"$O.isnad-dead-objects.C.x", "extract sink keeper"},
	{"$KV.isnad-runs.last", "extract"},
	{"$JS.API.STREAM.CREATE.ARTICLES", "keeper"},
	{"$JS.API.STREAM.UPDATE.CLAIMS", "keeper"},
	{"$JS.API.STREAM.INFO.ARTICLES", "keeper"},
	{"$JS.API.STREAM.INFO.CLAIMS", "keeper"},
	{"$JS.API.STREAM.INFO.ENTITIES", "keeper watch"},
	{"$JS.API.STREAM.PURGE.ARTICLES", "keeper"},
	{"$JS.API.STREAM.PURGE.CLAIMS", "keeper"},
	{"$JS.API.STREAM.PURGE.ENTITIES", ""},
	{"$JS.API.STREAM.PURGE.DEAD", ""},
	{"$JS.API.STREAM.PURGE.KV_isnad-runs", ""},
	{"$JS.API.STREAM.PURGE.OBJ_isnad-sources", ""},
	{"$JS.API.STREAM.PURGE.OBJ_isnad-objects", "ingest keeper"},
	{"$JS.API.STREAM.PURGE.OBJ_isnad-record-objects", "extract keeper"},
	{"$JS.API.STREAM.PURGE.OBJ_isnad-dead-objects", "extract sink keeper"},
	{"$JS.API.STREAM.DELETE.ARTICLES", ""},
	{"$JS.API.STREAM.DELETE.DEAD", ""},
	{"$JS.API.STREAM.MSG.DELETE.DEAD", ""},
	{"$JS.API.STREAM.MSG.GET.ARTICLES", ""},
	{"$JS.API.STREAM.MSG.GET.DEAD", ""},
	{"$JS.API.STREAM.NAMES", ""},
	{"$JS.API.STREAM.LIST", ""},
	{"$JS.API.STREAM.SNAPSHOT.ARTICLES", ""},
	{"$JS.API.DIRECT.GET.ARTICLES", "keeper"},
	{"$JS.API.DIRECT.GET.CLAIMS", "keeper"},
	{"$JS.API.DIRECT.GET.DEAD", ""},
	{"$JS.API.DIRECT.GET.OBJ_isnad-sources", ""},
	{"$JS.API.DIRECT.GET.OBJ_isnad-objects.$O.isnad-objects.C.x", "keeper"},
	{"$JS.API.DIRECT.GET.OBJ_isnad-record-objects.$O.isnad-record-objects.C.x", "keeper"},
	{"$JS.API.CONSUMER.CREATE.ARTICLES.extract", "extract"},
	{"$JS.API.CONSUMER.CREATE.ARTICLES.another", ""},
	{"$JS.API.CONSUMER.CREATE.ARTICLES", ""},
	{"$JS.API.CONSUMER.DURABLE.CREATE.ARTICLES.extract", ""},
	{"$JS.API.CONSUMER.MSG.NEXT.ARTICLES.extract", "extract"},
	{"$JS.API.CONSUMER.DELETE.ARTICLES.extract", ""},
	{"$JS.API.CONSUMER.CREATE.CLAIMS.sink", "sink"},
	{"$JS.API.CONSUMER.CREATE.CLAIMS.another", ""},
	{"$JS.API.CONSUMER.MSG.NEXT.CLAIMS.sink", "sink"},
	{"$JS.API.CONSUMER.DELETE.CLAIMS.sink", ""},
	{"$JS.API.CONSUMER.CREATE.ENTITIES.mine", "watch"},
	{"$JS.API.CONSUMER.CREATE.DEAD.mine", ""},
	{"$JS.API.CONSUMER.CREATE.ADVISORIES.reconcile", "keeper"},
	{"$JS.API.CONSUMER.CREATE.OBJ_isnad-objects.mine", "extract keeper"},
	{"$JS.API.CONSUMER.CREATE.OBJ_isnad-record-objects.mine", "sink keeper"},
	{"$JS.API.CONSUMER.CREATE.OBJ_isnad-sources.mine", ""},
	{"$JS.API.CONSUMER.CREATE.OBJ_isnad-dead-objects.mine", ""},
	{"$JS.ACK.ARTICLES.extract.1.1.1.1.0", "extract"},
	{"$JS.ACK.CLAIMS.sink.1.1.1.1.0", "sink"},
	{"$JS.ACK.ADVISORIES.reconcile.1.1.1.1.0", "keeper"},
}

var readings = []struct {
	subject string
	users   string // the operator among them
}{
	{"isnad.articles.>", "operator"},
	{"isnad.claims.>", "operator"},
	{"isnad.entities.new.>", "watch operator"},
	{"isnad.entities.new.person.x", "watch operator"},
	{"isnad.dead.>", "operator"},
	{"isnad.>", "operator"},
	{">", ""},
	{"*.articles.>", ""},
	{"_INBOX.>", ""},
	{"$JS.>", ""},
	{"$JS.API.>", ""},
	{"$JS.ACK.>", ""},
	{"$JS.EVENT.ADVISORY.>", "operator"},
	{"$KV.>", ""},
	{"$O.>", ""},
	{"$SYS.>", ""},
	{"_INBOX_ingest.>", "ingest"},
	{"_INBOX_extract.>", "extract"},
	{"_INBOX_sink.>", "sink"},
	{"_INBOX_keeper.>", "keeper"},
	{"_INBOX_watch.>", "watch"},
	{"_INBOX_operator.>", "operator"},
}

// Every user is refused whatever is not its own, and only that. The broker has no stream: what is allowed does nothing.
func TestUsersAreRefusedWhatIsNotTheirs(t *testing.T) {
	g := newGuarded(t)
	for _, user := range users {
		for _, r := range rights {
			may := user == "operator" || slices.Contains(strings.Fields(r.users), user)
			g.probe(t, user, "publish", r.subject, may, func(nc *nats.Conn) error { return nc.Publish(r.subject, nil) })
		}
		for _, subject := range []string{"$SYS.REQ.SERVER.PING", "_INBOX.x", "_INBOX_extract.x", "other"} {
			g.probe(t, user, "publish", subject, false, func(nc *nats.Conn) error { return nc.Publish(subject, nil) })
		}
		for _, r := range readings {
			may := slices.Contains(strings.Fields(r.users), user)
			g.probe(t, user, "subscribe", r.subject, may, func(nc *nats.Conn) error { _, err := nc.SubscribeSync(r.subject); return err })
		}
	}
	for name, option := range map[string]nats.Option{"nobody": nats.Name(""), "a wrong password": nats.UserInfo("ingest", "x"), "no password": nats.UserInfo("sink", "")} {
		if nc, err := nats.Connect("tls://"+g.host, nats.RootCAs(g.ca()), option); !errors.Is(err, nats.ErrAuthorization) {
			t.Errorf("%s: %v, %v", name, nc, err)
		}
	}
}

// probe does one thing as a user, and sees whether the broker refuses it. The refusal comes before the answer to a flush.
func (g guarded) probe(t *testing.T, user, what, subject string, may bool, do func(*nats.Conn) error) {
	t.Helper()
	nc := g.connect(t, user)
	defer nc.Close()
	err := errors.Join(do(nc), nc.Flush())
	refused := errors.Is(nc.LastError(), nats.ErrPermissionViolation)
	if err != nil || refused == may {
		t.Errorf("%s: %s %s: refused is %v, %v", user, what, subject, refused, err)
	}
}
