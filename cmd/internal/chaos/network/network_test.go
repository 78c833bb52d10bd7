//go:build linux

package network_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"isnad/cmd/internal/chaos/network"
)

func needsRoot(t *testing.T) {
	t.Helper()
	switch {
	case os.Geteuid() == 0:
	case os.Getenv("ISNAD_CI") != "":
		t.Fatal("this test needs root")
	default:
		t.Skip("this test needs root")
	}
}

// The way between two hosts is cut and healed; a third is not touched; nothing is left behind.
func TestCutAndHeal(t *testing.T) {
	needsRoot(t)
	n, err := network.New("a", "b")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if out, _ := exec.Command("ip", "netns", "list").Output(); strings.Contains(string(out), n.Enter("a")[3]) {
			t.Errorf("left behind: %s", out)
		}
	})
	listener, err := net.Listen("tcp", n.Address(network.Here)+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	from := func(host string) string {
		words := append(n.Enter(host), "bash", "-c", "exec 3<>/dev/tcp/"+n.Address(network.Here)+"/"+port)
		cmd := exec.Command("timeout", append([]string{"1"}, words...)...)
		err := cmd.Run()
		var exit *exec.ExitError
		switch {
		case err == nil:
			return "reached"
		case errors.As(err, &exit) && exit.ExitCode() == 124:
			return "silence"
		}
		return "refused"
	}
	for _, way := range network.Ways {
		if err := n.Cut("a", network.Here, way); err != nil {
			t.Fatal(err)
		}
		want := "silence"
		if slices.Contains([]string{"refused", "link down"}, way.Name) {
			want = "refused"
		}
		if got := from("a"); got != want {
			t.Errorf("%s: %s, want %s", way.Name, got, want)
		}
		if got := from("b"); got != "reached" {
			t.Errorf("%s: the other host is %s", way.Name, got)
		}
		if err := n.Heal("a"); err != nil {
			t.Fatal(err)
		}
		if got := from("a"); got != "reached" {
			t.Errorf("healed after %s: %s", way.Name, got)
		}
	}
}

// What a harness left that was killed is removed by the next.
func TestLeftoversAreSwept(t *testing.T) {
	needsRoot(t)
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	for gone.Process.Signal(syscall.Signal(0)) == nil {
		time.Sleep(time.Millisecond)
	}
	left := "chaos-" + strconv.Itoa(gone.ProcessState.Pid()) + "-a"
	if out, err := exec.Command("ip", "netns", "add", left).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	n, err := network.New()
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if out, _ := exec.Command("ip", "netns", "list").Output(); strings.Contains(string(out), left) {
		t.Errorf("%s is still there", left)
	}
}
