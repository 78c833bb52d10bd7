package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"isnad/pkg/certs"
	"isnad/pkg/certs/certtest"
)

// makeSecrets runs deploy/secrets.sh over a folder, and gives what it says. It needs openssl: without it the test is skipped, and fails in CI.
func makeSecrets(t *testing.T, dir string) string {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil && os.Getenv("ISNAD_CI") == "" {
		t.Skip("there is no openssl, which makes the certificates")
	}
	out, err := exec.Command("sh", "../../deploy/secrets.sh", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("making the secrets: %v\n%s", err, out)
	}
	return string(out)
}

func readPEM(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		t.Fatalf("%s is no PEM", path)
	}
	return block.Bytes
}

func readCert(t *testing.T, path string) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(readPEM(t, path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return c
}

// shorten signs a certificate anew, with the authority of the folder, so that it ends after a while.
func shorten(t *testing.T, dir, path string, after time.Duration) {
	t.Helper()
	key, err := x509.ParsePKCS8PrivateKey(readPEM(t, filepath.Join(dir, "ca-key.pem")))
	if err != nil {
		t.Fatal(err)
	}
	c := readCert(t, path)
	c.SerialNumber, c.NotAfter = big.NewInt(7), time.Now().Add(after)
	der, err := x509.CreateCertificate(rand.Reader, c, readCert(t, filepath.Join(dir, "ca.pem")), c.PublicKey, key.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644); err != nil {
		t.Fatal(err)
	}
}

// servers are the certificates that the script makes, and the names they are for.
var servers = map[string][]string{
	"nats-cert.pem":     {"nats", "localhost", "127.0.0.1"},
	"postgres-cert.pem": {"postgres", "localhost", "127.0.0.1"},
	"api/cert.pem":      {"sink", "ingest", "localhost", "127.0.0.1"},
}

func keyOf(cert string) string { return strings.TrimSuffix(cert, "cert.pem") + "key.pem" }

func TestSecretsMakeCertificates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	makeSecrets(t, dir)
	if info, err := os.Stat(filepath.Join(dir, "ca-key.pem")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the authority's key: %v, %v", info.Mode(), err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info.Mode(), err)
	}
	roots, err := certs.Roots(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for file, names := range servers {
		c := readCert(t, filepath.Join(dir, file))
		for _, name := range names {
			if _, err := c.Verify(x509.VerifyOptions{Roots: roots, DNSName: hostOf(name)}); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		if days := c.NotAfter.Sub(c.NotBefore).Hours() / 24; days > 825 || days < 800 || c.IsCA || c.PublicKey.(*ecdsa.PublicKey).Curve.Params().BitSize != 256 {
			t.Errorf("%s: %v days, an authority %v", file, days, c.IsCA)
		}
		if len(c.DNSNames)+len(c.IPAddresses) != len(names) {
			t.Errorf("%s is for %v %v", file, c.DNSNames, c.IPAddresses)
		}
		if _, err := certs.Load(filepath.Join(dir, file), filepath.Join(dir, keyOf(file)), nil); err != nil {
			t.Error(err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*", "*.part")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
	if said := makeSecrets(t, dir); said != "" {
		t.Errorf("the second time: %s", said)
	}
}

// hostOf gives a name as certificates are asked for it.
func hostOf(name string) string {
	if net.ParseIP(name) != nil {
		return "[" + name + "]"
	}
	return name
}

// What ends within 30 days is renewed, under the same key, and that is said; what others have signed is left to them.
func TestSecretsRenewCertificates(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	makeSecrets(t, dir)
	at := func(file string) string { return filepath.Join(dir, file) }
	key, store := readPEM(t, at("nats-key.pem")), readCert(t, at("postgres-cert.pem"))
	shorten(t, dir, at("nats-cert.pem"), 29*24*time.Hour)
	shorten(t, dir, at("postgres-cert.pem"), 31*24*time.Hour)
	theirs := certtest.New(t, "theirs")
	theirs.Replace(t, at("api/cert.pem"), at("api/key.pem"), time.Now().Add(24*time.Hour), "isnad.example")
	said := makeSecrets(t, dir)
	if want := fmt.Sprintf("renewed %s: docker-compose restart nats\n", at("nats-cert.pem")); strings.Count(said, want) != 1 || strings.Contains(said, "postgres") {
		t.Errorf("%s", said)
	}
	if !strings.Contains(said, "api/cert.pem ends within 30 days, and is not signed here") {
		t.Errorf("%s", said)
	}
	c := readCert(t, at("nats-cert.pem"))
	if time.Until(c.NotAfter) < 800*24*time.Hour || !bytes.Equal(key, readPEM(t, at("nats-key.pem"))) {
		t.Errorf("renewed until %v", c.NotAfter)
	}
	if readCert(t, at("postgres-cert.pem")).SerialNumber.Cmp(big.NewInt(7)) != 0 || readCert(t, at("api/cert.pem")).DNSNames[0] != "isnad.example" {
		t.Error("certificates were replaced that were still good, or somebody else's")
	}

	// An authority near its end is renewed under its key: old and new trust what either signed.
	was, err := certs.Roots(at("ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	shorten(t, dir, at("ca.pem"), 800*24*time.Hour)
	shorten(t, dir, at("nats-cert.pem"), time.Hour)
	if said := makeSecrets(t, dir); !strings.Contains(said, "renewed "+at("ca.pem")+": ") {
		t.Errorf("%s", said)
	}
	now, err := certs.Roots(at("ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, roots := range []*x509.CertPool{was, now} {
		for _, c := range []*x509.Certificate{readCert(t, at("nats-cert.pem")), store} {
			if _, err := c.Verify(x509.VerifyOptions{Roots: roots}); err != nil {
				t.Error(err)
			}
		}
	}

	// Another authority: what the lost one signed is made anew.
	if err := os.Remove(at("ca-key.pem")); err != nil {
		t.Fatal(err)
	}
	makeSecrets(t, dir)
	fresh, err := certs.Roots(at("ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"nats-cert.pem", "postgres-cert.pem"} {
		if _, err := readCert(t, at(file)).Verify(x509.VerifyOptions{Roots: fresh}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// No container is given the authority's key, and each private key is given to one alone.
func TestContainersGetTheirKeysOnly(t *testing.T) {
	text, err := os.ReadFile("../../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	override, err := os.ReadFile("../../deploy/compose.tls.yml")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text)+string(override), "ca-key") || strings.Contains(string(text)+string(override), "./secrets:") {
		t.Error("the key of the authority is given away")
	}
	for _, key := range []string{"nats-key.pem", "postgres-key.pem"} {
		given := 0
		for line := range strings.SplitSeq(string(text), "\n") {
			if strings.HasPrefix(line, "    secrets:") && strings.Contains(line, key) {
				given++
			}
		}
		if given != 1 {
			t.Errorf("%s is given to %d containers", key, given)
		}
	}
}
