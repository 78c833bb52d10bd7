// Package certs knows the certificates of TLS as files: whom to trust, a server's own pair that is read again when it is renewed, and what
// is wrong with a certificate, in words. It knows no protocol that TLS carries.
package certs

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"isnad/pkg/isnad"
)

// Roots reads the certificates of those whose signature is trusted, in PEM. "" gives nil, which stands for those that the system trusts. A
// file without certificates is a BadInput.
func Roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the certificates to trust: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, isnad.Bad(file, "it holds no certificate (-----BEGIN CERTIFICATE-----)")
	}
	return pool, nil
}

// remote is how crypto/tls marks what the other side gave as its reason.
const remote = "remote error"

// Explain says in words why a server could not be spoken to by TLS. What is no fault of TLS is given back as it came.
func Explain(err error) error {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var network *net.OpError
	switch {
	case errors.As(err, &unknown):
		return &reason{fmt.Sprintf("its certificate is signed by %s, who is not trusted here", issuer(err)), err}
	case errors.As(err, &host):
		return &reason{fmt.Sprintf("its certificate is that of %s, and not of %s", names(host.Certificate), host.Host), err}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &reason{fmt.Sprintf("its certificate holds from %s to %s", day(invalid.Cert.NotBefore), day(invalid.Cert.NotAfter)), err}
	case errors.As(err, &record):
		return &reason{"it speaks no TLS", err}
	case errors.As(err, &network) && network.Op == remote:
		return &reason{fmt.Sprintf("it ends the handshake: %v", network.Err), err}
	}
	return err
}

// reason is an error in words that say all of it.
type reason struct {
	text string
	err  error
}

func (r *reason) Error() string { return r.text }

// Unwrap gives what errors.Is looks for.
func (r *reason) Unwrap() error { return r.err }

// Refused tells whether err says that the other side's certificate is not what it should be, which no trying again mends.
func Refused(err error) bool {
	var refused *tls.CertificateVerificationError
	return errors.As(err, &refused)
}

func issuer(err error) string {
	var refused *tls.CertificateVerificationError
	if errors.As(err, &refused) && len(refused.UnverifiedCertificates) > 0 {
		return fmt.Sprintf("%q", refused.UnverifiedCertificates[0].Issuer)
	}
	return "somebody"
}

func names(c *x509.Certificate) string {
	all := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	if len(all) == 0 {
		return "nobody"
	}
	return strings.Join(all, ", ")
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }
