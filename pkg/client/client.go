// Package client is a desk over HTTP: what a server answers, as if its store were here. Commands work with it as they do with a store.
//
// It knows the addresses and answers of the API (pkg/web/api), and no store.
package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"isnad/pkg/certs"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

const (
	root = "/api/v1"
	// patience bounds how long a server may take to begin its answer. Comparing is the slowest.
	patience = 2 * time.Minute
	// mostAnswer bounds what is read of an answer: records of the longest articles are some tens of MB.
	mostAnswer = 512 << 20
)

// Client is a desk. It is safe for many goroutines. Whoever writes is known by the token: the names in what is written do not matter.
type Client struct {
	base  *url.URL
	token string
	http  *http.Client
}

var _ store.Desk = (*Client)(nil)

// New makes the client of a server, "http://127.0.0.1:8080". The token may be blank where reading needs none. roots are those by whose
// signature the certificate of a server at https:// is known; nil stands for those that the system trusts. The error is a BadInput.
func New(server, token string, roots *x509.CertPool) (*Client, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, &isnad.BadInput{Place: "server", Reason: fmt.Sprintf("%q is no address like http://127.0.0.1:8080", server), Err: err}
	}
	if roots != nil && u.Scheme != "https" {
		return nil, isnad.Bad("server", "%q speaks no TLS, although it is to be known by its certificate: give https://", server)
	}
	u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
	u.RawQuery, u.Fragment = "", ""
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: patience, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 8, ForceAttemptHTTP2: true,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}}
	return &Client{u, token, &http.Client{Transport: transport, CheckRedirect: stayHere}}, nil
}

// stayHere follows no redirect to another host, nor out of TLS: a token is for one server.
func stayHere(r *http.Request, via []*http.Request) error {
	if r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme || len(via) > 5 {
		return http.ErrUseLastResponse
	}
	return nil
}

// Close ends connections that lie idle.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// path joins the parts of an address, each escaped.
func path(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// get asks for a value.
func get[T any](ctx context.Context, c *Client, path string, q url.Values) (out T, err error) {
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return out, c.do(ctx, http.MethodGet, path, nil, &out)
}

// do sends a request with a value in JSON, or none, and reads what is answered into out, unless that is nil.
func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	response, err := c.send(ctx, method, path, in)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body := io.LimitReader(response.Body, mostAnswer)
	if response.StatusCode >= 300 {
		return c.failure(response, body)
	}
	if out == nil {
		return nil
	}
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind != "application/json" {
		return c.stranger(fmt.Sprintf("it answers with %q", kind))
	}
	if err := json.NewDecoder(body).Decode(out); err != nil {
		return fmt.Errorf("reading what %s answers: %w", c.base, away(err))
	}
	return nil
}

// send sends a request, and gives the answer as it comes.
func (c *Client) send(ctx context.Context, method, path string, in any, headers ...string) (*http.Response, error) {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("writing a request: %w", err)
		}
		body = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base.String()+root+path, body)
	if err != nil {
		return nil, fmt.Errorf("writing a request: %w", err)
	}
	request.Header.Set("Accept", "application/json")
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if wrong := distrust(err); wrong != nil {
			return nil, fmt.Errorf("asking %s: %w", c.base, wrong)
		}
		return nil, fmt.Errorf("asking %s: %w (does it run there? isnad run --serve starts it)", c.base, away(err))
	}
	return response, nil
}

// distrust gives, in words, what is wrong with the TLS of a server, which no waiting mends; nil where that is sound.
func distrust(err error) error {
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return errors.New("it speaks no TLS: give its address as http://")
	case certs.Refused(err):
		return certs.Explain(err)
	}
	return nil
}

// away marks the error of a connection as that of a server which is away.
func away(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) || errors.As(err, &kind) {
		return err
	}
	var about *url.Error
	if errors.As(err, &about) {
		err = about.Err // the address is told already
	}
	return fmt.Errorf("%w: %w", isnad.ErrUnavailable, err)
}

// problem is what is read of a problem document.
type problem struct {
	Detail string `json:"detail"`
	Errors []struct {
		Message string `json:"message"`
	} `json:"errors"`
}

// text gives what is wrong, in one line. What is said of single values tells more than the whole.
func (p *problem) text() string {
	var out []string
	for _, e := range p.Errors {
		if e.Message != "" {
			out = append(out, e.Message)
		}
	}
	if len(out) == 0 {
		return p.Detail
	}
	return strings.Join(out, "; ")
}

// failure turns an answer into the error that a store would have given.
func (c *Client) failure(response *http.Response, body io.Reader) error {
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	var p problem
	if kind != "application/problem+json" || json.NewDecoder(body).Decode(&p) != nil {
		return c.stranger("it answers " + response.Status)
	}
	text := p.text()
	switch response.StatusCode {
	case http.StatusNotFound:
		return &failed{text, store.ErrNotFound}
	case http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
		return &failed{text, isnad.ErrUnavailable}
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return &isnad.BadInput{Reason: text}
	case http.StatusUnauthorized:
		return fmt.Errorf("%s: %s (--token, ISNAD_TOKEN, or the file tokens of its data folder)", c.base, text)
	}
	return fmt.Errorf("%s answers %s: %s", c.base, response.Status, text)
}

// stranger is the error of a server that does not answer as ours do.
func (c *Client) stranger(how string) error {
	return fmt.Errorf("no isnad answers at %s: %s", c.base, how)
}

// failed is an error that a server told in words, and what it is here.
type failed struct {
	text string
	kind error
}

func (f *failed) Error() string { return f.text }

// Unwrap gives what errors.Is looks for.
func (f *failed) Unwrap() error { return f.kind }
