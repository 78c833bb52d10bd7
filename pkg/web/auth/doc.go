// Package auth knows who may do what: names with tokens, how a request shows one, and which requests need none.
//
// Reading is free on a loopback address, for there everybody who can ask can read the store's file too; writing never is, for every
// judgement stands under somebody's name. It knows no pages: signing in is a page elsewhere that calls SignIn.
package auth

import (
	"context"
	"net"
	"net/http"
	"strings"

	"isnad/pkg/isnad"
)

type nameKey struct{}

// Who gives the name of who asks, for handlers behind Guard.Wrap.
func Who(r *http.Request) (name string, ok bool) { return Name(r.Context()) }

// Name is Who where only the context of the request is at hand.
func Name(ctx context.Context) (name string, ok bool) {
	name, ok = ctx.Value(nameKey{}).(string)
	return name, ok
}

// CheckAddress tells, as a BadInput, whether an address lies beyond loopback although there are no tokens.
func CheckAddress(address string, tokens *Tokens) error {
	if address == "" || tokens.Len() > 0 || Loopback(address) {
		return nil
	}
	return isnad.Bad("--http", "%s can be reached from other machines, and there are no tokens to tell who may read and write: "+
		"give --tokens FILE, or listen on 127.0.0.1", address)
}

// Loopback tells whether an address or a host, with a port or without, can be reached only from this machine.
func Loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
