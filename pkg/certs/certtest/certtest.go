// Package certtest makes certificates for tests: an authority of the test's own, and what it signs.
package certtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// CA is an authority. Its files are gone when the test ends.
type CA struct {
	// File holds its certificate, in PEM.
	File string

	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// New makes an authority that nobody trusts but who reads its file.
func New(t testing.TB, name string) *CA {
	t.Helper()
	c := &CA{dir: t.TempDir(), key: newKey(t)}
	c.File = filepath.Join(c.dir, "ca.pem")
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	c.cert = template
	der := c.sign(t, template, c.key)
	var err error
	if c.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	write(t, c.File, "CERTIFICATE", der)
	return c
}

// Issue makes a certificate for names and addresses, of a server or a client, that holds until end, and gives its files.
func (c *CA) Issue(t testing.TB, end time.Time, names ...string) (cert, key string) {
	t.Helper()
	dir, err := os.MkdirTemp(c.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	c.Replace(t, cert, key, end, names...)
	return cert, key
}

// Server is Issue for a server on this machine, for a day.
func (c *CA) Server(t testing.TB) (cert, key string) {
	t.Helper()
	return c.Issue(t, time.Now().Add(24*time.Hour), "localhost", "127.0.0.1")
}

// Replace writes a new certificate and a new key into two files, the key last.
func (c *CA) Replace(t testing.TB, cert, key string, end time.Time, names ...string) {
	t.Helper()
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: end,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	own := newKey(t)
	write(t, cert, "CERTIFICATE", c.sign(t, template, own))
	der, err := x509.MarshalPKCS8PrivateKey(own)
	if err != nil {
		t.Fatal(err)
	}
	write(t, key, "PRIVATE KEY", der)
}

// Pool trusts the authority alone.
func (c *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.cert)
	return pool
}

func (c *CA) sign(t testing.TB, template *x509.Certificate, of *ecdsa.PrivateKey) []byte {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, c.cert, &of.PublicKey, c.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// write replaces a file, as those do who renew certificates.
func write(t testing.TB, path, kind string, der []byte) {
	t.Helper()
	part := path + ".part"
	if err := os.WriteFile(part, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(part, path); err != nil {
		t.Fatal(err)
	}
}
