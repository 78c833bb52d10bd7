// Command health asks an address whether the program behind it is well: health http://127.0.0.1:8081/readyz. It is what containers
// without a shell ask with, and so small that every image can hold it: it speaks just enough HTTP.
//
// At https:// it holds the certificate against those of a file, health https://HOST:PORT/PATH ca.pem, or without one against those that the
// system trusts. On a loopback address without a file it takes any: the certificate there is for the name by which others come, nobody else
// answers on the loopback of a container, and nothing secret is asked or told.
package main

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"isnad/pkg/certs"
)

// timeout bounds the question.
const timeout = 4 * time.Second

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fail("usage: health http://HOST:PORT/PATH, or health https://HOST:PORT/PATH [CA-FILE]", 2)
	}
	ca := ""
	if len(os.Args) == 3 {
		ca = os.Args[2]
	}
	if err := ask(os.Args[1], ca); err != nil {
		fail(err.Error(), 1)
	}
}

func fail(reason string, code int) {
	_, _ = os.Stderr.WriteString(reason + "\n") // nobody is left to tell
	os.Exit(code)
}

// ask gives an error, with what was answered, unless the answer is 200.
func ask(url, ca string) error {
	scheme, rest, _ := strings.Cut(url, "://")
	host, path, _ := strings.Cut(rest, "/")
	conn, err := dial(scheme, host, ca)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "GET /"+path+" HTTP/1.0\r\nHost: "+host+"\r\n\r\n"); err != nil {
		return certs.Explain(err)
	}
	const most = 4000 // bytes of a reason
	answer := bufio.NewReader(io.LimitReader(conn, most))
	status, err := answer.ReadString('\n')
	if err != nil {
		return err
	}
	if _, code, _ := strings.Cut(strings.TrimSpace(status), " "); strings.HasPrefix(code, "200 ") || code == "200" {
		return nil
	}
	reason, _ := io.ReadAll(answer)
	return errors.New(strings.TrimSpace(status) + "\n" + string(reason))
}

// dial opens a connection, over which nothing was said yet.
func dial(scheme, host, ca string) (net.Conn, error) {
	conn, err := net.DialTimeout("tcp", host, timeout)
	if err != nil || scheme != "https" {
		return conn, err
	}
	name, _, _ := net.SplitHostPort(host)
	roots, err := certs.Roots(ca)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return tls.Client(conn, &tls.Config{RootCAs: roots, ServerName: name, InsecureSkipVerify: ca == "" && loopback(name)}), nil
}

func loopback(name string) bool {
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
