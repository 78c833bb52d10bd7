//go:build linux

package network

import (
	"errors"
	"slices"
)

// Way is how the network between two hosts is cut.
type Way struct {
	Name  string
	rules [][]string // for iptables on the first host; "PEER" stands for the address of the second
	link  bool       // the first host's cable is pulled
}

// The words of rules.
var (
	toPeer   = []string{"OUTPUT", "-d", "PEER"}
	fromPeer = []string{"INPUT", "-s", "PEER"}
	silently = []string{"-j", "DROP"}
	rudely   = []string{"-p", "tcp", "!", "--tcp-flags", "RST", "RST", "-j", "REJECT", "--reject-with", "tcp-reset"} // what refuses gets through
)

// Ways are all of them.
var Ways = []Way{
	{Name: "silent", rules: [][]string{slices.Concat(toPeer, silently), slices.Concat(fromPeer, silently)}},
	{Name: "nothing arrives", rules: [][]string{slices.Concat(toPeer, silently)}},
	{Name: "nothing comes back", rules: [][]string{slices.Concat(fromPeer, silently)}},
	{Name: "refused", rules: [][]string{slices.Concat(toPeer, rudely), slices.Concat(fromPeer, rudely)}},
	{Name: "link down", link: true},
}

// Cut cuts the way between two hosts, the first of which is not Here. Where the link is down, the first reaches nobody.
func (n *Network) Cut(host, peer string, way Way) error {
	if way.link {
		return ip("-n", n.namespace(host), "link", "set", "eth0", "down")
	}
	for _, rule := range way.rules {
		if err := n.iptables(host, append([]string{"-A"}, n.about(rule, peer)...)...); err != nil {
			return errors.Join(err, n.Heal(host))
		}
	}
	return nil
}

// Heal makes a host's network whole.
func (n *Network) Heal(host string) error {
	return errors.Join(n.iptables(host, "-F"), ip("-n", n.namespace(host), "link", "set", "eth0", "up"))
}

func (n *Network) about(rule []string, peer string) []string {
	rule = slices.Clone(rule)
	for i, word := range rule {
		if word == "PEER" {
			rule[i] = n.Address(peer)
		}
	}
	return rule
}

func (n *Network) iptables(host string, args ...string) error {
	return run("ip", append([]string{"netns", "exec", n.namespace(host), "iptables", "-w"}, args...)...)
}
