//go:build linux

// Package network gives each program of an experiment a network of its own, and cuts the way between any two of them. Each host is a
// network namespace, tied to a hub, which is one too: so nothing of this machine's own network is changed, and with the namespaces all of
// it goes. It does not know what runs in them.
package network

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// Network is a hub with hosts around it. This machine's own network is one of them: see Here.
type Network struct {
	prefix string // of the names of namespaces: "chaos-<process>-"
	subnet string // "10.213.7"
	hosts  map[string]string
}

// Here is the host that stands for this machine's own network: that of the harness.
const Here = "here"

// names begins the names of all namespaces that this package makes. The number of the process that made them follows.
const names = "chaos-"

// New makes a hub and its hosts. What harnesses that were killed have left is removed first. Close removes all.
func New(hosts ...string) (*Network, error) {
	if err := sweep(); err != nil {
		return nil, err
	}
	subnet, err := freeSubnet()
	if err != nil {
		return nil, err
	}
	n := &Network{prefix: names + strconv.Itoa(os.Getpid()) + "-", subnet: subnet, hosts: map[string]string{}}
	if err := n.make(hosts); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// sweep removes namespaces of processes that are gone.
func sweep() error {
	all, err := namespaces()
	if err != nil {
		return err
	}
	for _, name := range all {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, names), "-")
		process, err := strconv.Atoi(number)
		if !strings.HasPrefix(name, names) || err != nil || syscall.Kill(process, 0) == nil {
			continue
		}
		if err := remove(name); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a namespace, if no other harness does so at this moment.
func remove(name string) error {
	err := ip("netns", "delete", name)
	if err == nil {
		return nil
	}
	if all, listed := namespaces(); listed == nil && !slices.Contains(all, name) {
		return nil
	}
	return err
}

func namespaces() ([]string, error) {
	out, err := exec.Command("ip", "netns", "list").Output()
	if err != nil {
		return nil, fmt.Errorf("ip netns list (the program ip is in the package iproute2): %w", err)
	}
	var all []string
	for line := range strings.Lines(string(out)) {
		if words := strings.Fields(line); len(words) > 0 {
			all = append(all, words[0])
		}
	}
	return all, nil
}

// freeSubnet finds one that this machine does not use.
func freeSubnet() (string, error) {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return "", err
	}
	for third := range 256 {
		subnet := fmt.Sprintf("10.213.%d", (os.Getpid()+third)%256)
		if !slices.ContainsFunc(addresses, func(a net.Addr) bool { return strings.HasPrefix(a.String(), subnet+".") }) {
			return subnet, nil
		}
	}
	return "", errors.New("all of 10.213.0.0/16 is in use on this machine")
}

func (n *Network) make(hosts []string) error {
	hub := n.namespace("hub")
	steps := [][]string{{"netns", "add", hub}, {"-n", hub, "link", "add", "hub", "type", "bridge"}, {"-n", hub, "link", "set", "hub", "up"}}
	for i, host := range append([]string{Here}, hosts...) {
		address, port := fmt.Sprintf("%s.%d", n.subnet, i+1), fmt.Sprint("port", i)
		n.hosts[host] = address
		if host == Here {
			steps = append(steps, []string{"link", "add", here(), "type", "veth", "peer", "name", port, "netns", hub},
				[]string{"address", "add", address + "/24", "dev", here()}, []string{"link", "set", here(), "up"})
		} else {
			name := n.namespace(host)
			steps = append(steps, []string{"netns", "add", name}, []string{"-n", name, "link", "set", "lo", "up"},
				[]string{"-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", port, "netns", hub},
				[]string{"-n", name, "address", "add", address + "/24", "dev", "eth0"}, []string{"-n", name, "link", "set", "eth0", "up"})
		}
		steps = append(steps, []string{"-n", hub, "link", "set", port, "master", "hub"}, []string{"-n", hub, "link", "set", port, "up"})
	}
	for _, step := range steps {
		if err := ip(step...); err != nil {
			return err
		}
	}
	return nil
}

// here names the link to this machine's own network, in at most 15 letters.
func here() string { return fmt.Sprint("chaos", os.Getpid()) }

func (n *Network) namespace(host string) string { return n.prefix + host }

// Enter gives what a command line begins with, for the program to run on a host.
func (n *Network) Enter(host string) []string {
	return []string{"ip", "netns", "exec", n.namespace(host)}
}

// Address gives a host's address.
func (n *Network) Address(host string) string { return n.hosts[host] }

// Close removes everything. It does nothing the second time.
func (n *Network) Close() error {
	_ = ip("link", "delete", here()) // it would go with the hub, but only some time later
	all, err := namespaces()
	for _, name := range all {
		if strings.HasPrefix(name, n.prefix) {
			err = errors.Join(err, remove(name))
		}
	}
	return err
}

func ip(args ...string) error { return run("ip", args...) }

func run(program string, args ...string) error {
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
