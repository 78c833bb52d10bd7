//go:build linux

package lab

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// makeSingle makes the one process that is everything: isnad run --serve, with broker and store in it. It stands for ingest and sink.
func (l *Lab) makeSingle() error {
	token := filepath.Join(l.Dir, "nats-token")
	if err := os.WriteFile(token, []byte(l.Token), 0o600); err != nil {
		return err
	}
	args := []string{"run", "--serve", "--data", l.singleData(), "--http", l.at(Ingest), "--tokens", l.tokens(), "--nats-listen", l.at(NATS), "--nats-token-file", token, "--ack-wait", l.AckWait.String(), "--log-level", "info"}
	p, err := newProcess("isnad", filepath.Join(l.logs(), "isnad.log"), func() *exec.Cmd {
		cmd := exec.Command(filepath.Join(l.Bin, "isnad"), args...)
		cmd.Dir = l.Dir
		return cmd
	})
	if err != nil {
		return fmt.Errorf("a lab of one process: %w", err)
	}
	l.Ingest, l.Sink, l.all = p, p, []*Process{p}
	return nil
}

func (l *Lab) singleData() string { return filepath.Join(l.State, "isnad") }
