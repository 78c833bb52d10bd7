package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"
)

const (
	cookieName = "isnad"
	cookieLife = 30 * 24 * time.Hour
)

// cookies makes and reads cookies that say who signed in and until when. They hold no token, and end with the process: its key is in no
// file.
type cookies struct {
	key []byte
	now func() time.Time
}

func newCookies() cookies {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // it never fails: it ends the program instead
	return cookies{key, time.Now}
}

// SignIn lets the browser be known by a name from now on, if the token is one. The caller answers the request.
func (g *Guard) SignIn(w http.ResponseWriter, r *http.Request, token string) (name string, ok bool) {
	if name, ok = g.Tokens.Name(token); ok {
		http.SetCookie(w, g.cookies.cookie(r, g.cookies.write(name), cookieLife))
	}
	return name, ok
}

// SignOut lets the browser forget who uses it. The caller answers the request.
func (g *Guard) SignOut(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, g.cookies.cookie(r, "", -time.Second))
}

func (c *cookies) cookie(r *http.Request, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: value, Path: "/", MaxAge: int(life / time.Second), HttpOnly: true, Secure: r.TLS != nil,
		SameSite: http.SameSiteStrictMode}
}

// write gives the value of a cookie: a mark of the key over the rest, the time until which it holds, the name.
func (c *cookies) write(name string) string {
	said := binary.BigEndian.AppendUint64(nil, uint64(c.now().Add(cookieLife).Unix()))
	said = append(said, name...)
	return base64.RawURLEncoding.EncodeToString(append(c.mark(said), said...))
}

func (c *cookies) mark(said []byte) []byte {
	h := hmac.New(sha256.New, c.key)
	h.Write(said)
	return h.Sum(nil)
}

// name reads what write wrote.
func (c *cookies) name(r *http.Request) (string, bool) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return "", false
	}
	const head = sha256.Size + 8
	value, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || len(value) <= head || !hmac.Equal(value[:sha256.Size], c.mark(value[sha256.Size:])) {
		return "", false
	}
	until := time.Unix(int64(binary.BigEndian.Uint64(value[sha256.Size:])), 0)
	return string(value[head:]), c.now().Before(until)
}
