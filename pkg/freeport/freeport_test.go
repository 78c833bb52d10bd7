package freeport_test

import (
	"net"
	"testing"

	"isnad/pkg/freeport"
)

func TestPortsAreFreeAndDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		at, err := freeport.Address()
		if err != nil {
			t.Fatal(err)
		}
		if seen[at] {
			t.Fatalf("%s comes twice", at)
		}
		seen[at] = true
		l, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
