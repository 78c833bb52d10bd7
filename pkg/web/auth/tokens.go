package auth

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// leastToken is the length from which a token cannot be guessed, in bytes.
const leastToken = 20

// Tokens tells names by their tokens. It keeps hashes only. nil holds none.
type Tokens struct {
	list []entry
}

type entry struct {
	name string
	hash [sha256.Size]byte
}

// Len gives the number of tokens.
func (t *Tokens) Len() int {
	if t == nil {
		return 0
	}
	return len(t.list)
}

// Name gives the name that a token stands for. The time it takes tells nothing about any token.
func (t *Tokens) Name(token string) (name string, ok bool) {
	if t == nil {
		return "", false
	}
	hash := sha256.Sum256([]byte(token))
	for i := range t.list {
		if subtle.ConstantTimeCompare(hash[:], t.list[i].hash[:]) == 1 {
			name, ok = t.list[i].name, true
		}
	}
	return name, ok
}

// Secret is a token as it stands in a file.
type Secret struct {
	Name  string
	Token string
}

// mounted is where containers find their secrets. All in the container may read those: it is the container that keeps them.
const mounted = "/run/secrets/"

// ReadFile reads the secrets of a file that only its owner and group may read.
func ReadFile(path string) (secrets []Secret, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the tokens: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("the tokens: %w", err)
	}
	const others = 0o007
	if info.Mode().IsRegular() && info.Mode().Perm()&others != 0 && !strings.HasPrefix(path, mounted) {
		return nil, isnad.Bad(path, "everybody on this machine can read or change these tokens (mode %04o): chmod 600 %s", info.Mode().Perm(), path)
	}
	return Read(path, f)
}

// Read reads lines of a name, a tab or blanks, and a token. Blank lines and those that begin with # are passed over. A name may have
// several tokens; a token has one name. The error is a BadInput that names the line of place.
func Read(place string, r io.Reader) ([]Secret, error) {
	var out []Secret
	names := map[string]string{} // of tokens
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		at := fmt.Sprintf("%s:%d", place, n)
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s, err := readLine(at, line)
		if err != nil {
			return nil, err
		}
		if names[s.Token] != "" {
			return nil, isnad.Bad(at, "the token of %s is that of %s too", s.Name, names[s.Token])
		}
		names[s.Token] = s.Name
		out = append(out, s)
	}
	if err := lines.Err(); err != nil {
		return nil, &isnad.BadInput{Place: place, Reason: "the tokens cannot be read", Err: err}
	}
	if len(out) == 0 {
		return nil, isnad.Bad(place, "it holds no tokens: write a name and a token on each line")
	}
	return out, nil
}

// readLine reads one line. No error repeats the token.
func readLine(at, line string) (Secret, error) {
	end := strings.LastIndexFunc(line, unicode.IsSpace)
	if end < 0 {
		return Secret{}, isnad.Bad(at, "a line is a name, a tab or blanks, and a token")
	}
	_, width := utf8.DecodeRuneInString(line[end:])
	s := Secret{strings.TrimSpace(line[:end]), line[end+width:]}
	switch {
	case !utf8.ValidString(line):
		return s, isnad.Bad(at, "the line is not UTF-8")
	case strings.ContainsFunc(s.Name, unicode.IsControl):
		return s, isnad.Bad(at, "the name %q holds a control character", s.Name)
	case len(s.Token) < leastToken:
		return s, isnad.Bad(at, "the token of %s has %d characters, and needs %d", s.Name, len(s.Token), leastToken)
	case strings.ContainsFunc(s.Token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return s, isnad.Bad(at, "the token of %s holds characters that fit into no header: take letters, digits and marks of ASCII", s.Name)
	}
	return s, nil
}

// New makes tokens of secrets.
func New(secrets []Secret) *Tokens {
	t := &Tokens{}
	for _, s := range secrets {
		t.list = append(t.list, entry{s.Name, sha256.Sum256([]byte(s.Token))})
	}
	return t
}

// EnsureFile reads the secrets of a file, and writes it with a fresh token for name where there is none. made tells that it did.
func EnsureFile(path, name string) (secrets []Secret, made bool, err error) {
	secrets, err = ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return secrets, false, err
	}
	secret := Secret{name, rand.Text()}
	text := "# Who may write, and read from other machines: a name and a token on each line.\n" + secret.Name + "\t" + secret.Token + "\n"
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("writing the tokens: %w", err)
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, false, fmt.Errorf("writing the tokens: %w", err)
	}
	return []Secret{secret}, true, nil
}
