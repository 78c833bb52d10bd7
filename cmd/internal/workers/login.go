package workers

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/nats-io/nats.go"

	"isnad/cmd/internal/cli"
	"isnad/pkg/certs"
)

// inboxPrefix begins the subjects on which a user of the broker gets answers. Each has inboxes of its own: in a common one, every user
// could read what the others are sent.
const inboxPrefix = "_INBOX_"

// login gives the broker's address without the user that it names, so that no log and no error holds a password, and what the broker is
// told of that user. The file with the password is read anew for every connection: a changed password needs no restart.
func login(at cli.Broker) (address string, options []nats.Option, err error) {
	var user, password string
	var bare []string
	for one := range strings.SplitSeq(at.NATS, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" {
			return "", nil, fmt.Errorf("--nats: an address is nats://HOST:4222 or nats://USER@HOST:4222")
		}
		if u.User != nil {
			user = u.User.Username()
			password, _ = u.User.Password()
			u.User = nil
		}
		bare = append(bare, u.String())
	}
	address = strings.Join(bare, ",")
	if options, err = encrypted(at.Login); err != nil {
		return "", nil, err
	}
	file := at.NATSPasswordFile
	switch {
	case file != "" && user == "":
		return "", nil, fmt.Errorf("--nats-password-file: --nats names no user (nats://USER@HOST:4222)")
	case file != "":
		if _, err := secret(file); err != nil {
			return "", nil, fmt.Errorf("--nats-password-file: %w", err)
		}
		options = append(options, nats.UserInfoHandler(func() (string, string) {
			fresh, _ := secret(file) // the broker refuses the blank password of a file that is gone
			return user, fresh
		}))
	case password != "":
		options = append(options, nats.UserInfo(user, password))
	case user != "":
		return address, append(options, nats.Token(user)), nil
	default:
		return address, options, nil
	}
	return address, append(options, nats.CustomInboxPrefix(inboxPrefix+user)), nil
}

// encrypted gives how the broker is known by its certificate, and this program by its own. With any of these files, or an address tls://,
// nothing is said to a broker without TLS, nor to one that cannot be told from another. The files are read anew for every connection.
func encrypted(at cli.Login) (options []nats.Option, err error) {
	if at.NATSCA != "" {
		if _, err := certs.Roots(at.NATSCA); err != nil {
			return nil, fmt.Errorf("--nats-ca: %w", err)
		}
		options = append(options, nats.RootCAs(at.NATSCA))
	}
	if (at.NATSCert == "") != (at.NATSKey == "") {
		return nil, errors.New("--nats-cert and --nats-key go together")
	}
	if at.NATSCert != "" {
		if _, err := certs.Load(at.NATSCert, at.NATSKey, nil); err != nil {
			return nil, fmt.Errorf("--nats-cert: %w", err)
		}
		options = append(options, nats.ClientCert(at.NATSCert, at.NATSKey))
	}
	return options, nil
}

// secret reads a file that holds one secret; the line's end is none of it.
func secret(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}
