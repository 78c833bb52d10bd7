package main

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/program"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/sink"
	"isnad/pkg/store"
	"isnad/pkg/wire/natsd"
)

// programs are what the test program can be, so that tests start real processes.
var programs = map[string]func(){
	"isnad":   main,
	"ingest":  program.Ingest,
	"extract": program.Extract,
	"sink":    sink.Main,
	"keeper":  program.Keeper,
	"broker":  broker,
}

// programEnv makes the test program one of them.
const programEnv = "ISNAD_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if p := programs[os.Getenv(programEnv)]; p != nil {
		p()
		return
	}
	testscript.Main(m, programs)
}

// broker is a nats-server as a process of its own: broker ADDRESS DIR.
func broker() {
	ctx, stop := service.Context()
	defer stop()
	s, err := natsd.Start(natsd.Options{Listen: os.Args[1], Dir: os.Args[2], Report: func(s string) { fmt.Fprintln(os.Stderr, s) }})
	if err != nil {
		cli.Exit("broker", err)
	}
	<-ctx.Done()
	s.Stop()
}

// TestScripts runs the commands as people type them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", RequireExplicitExec: true, Cmds: map[string]func(*testscript.TestScript, bool, []string){"claim": claim}})
}

// claim sets a variable to the id of the claim in a file: claim NAME FILE.
func claim(ts *testscript.TestScript, _ bool, args []string) {
	var row store.Row
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &row))
	ts.Setenv(args[0], row.Claim.ID)
}
