// Command health asks an address whether the program behind it is well: health http://127.0.0.1:8081/readyz. It is what containers
// without a shell ask with, and so small that every image can hold it: it speaks just enough HTTP.
package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// timeout bounds the question.
const timeout = 4 * time.Second

func main() {
	if len(os.Args) != 2 {
		fail("usage: health http://HOST:PORT/PATH", 2)
	}
	if err := ask(os.Args[1]); err != nil {
		fail(err.Error(), 1)
	}
}

func fail(reason string, code int) {
	_, _ = os.Stderr.WriteString(reason + "\n") // nobody is left to tell
	os.Exit(code)
}

// ask gives an error, with what was answered, unless the answer is 200.
func ask(url string) error {
	host, path, _ := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
	conn, err := net.DialTimeout("tcp", host, timeout)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "GET /"+path+" HTTP/1.0\r\nHost: "+host+"\r\n\r\n"); err != nil {
		return err
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
