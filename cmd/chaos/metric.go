//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// metric gives what a program measures of a stage, 0 where it cannot be asked.
func (t *trial) metric(program, name, stage string) float64 {
	for line := range strings.Lines(t.get(program, "/metrics")) {
		if value, ok := strings.CutPrefix(line, fmt.Sprintf("%s{stage=%q} ", name, stage)); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err == nil {
				return n
			}
		}
	}
	return 0
}

// get gives what a program answers, "" where it does not.
func (t *trial) get(program, path string) string {
	request, err := http.NewRequestWithContext(t.ctx, http.MethodGet, t.lab.URL(program)+path, nil)
	if err != nil {
		return ""
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return ""
	}
	return strconv.Itoa(answer.StatusCode) + " " + string(body)
}

// refusals counts what ingest refused since the last call of forget.
func (t *trial) refusals() int {
	sum := -t.forgotten
	for _, n := range t.ledger.Refusals() {
		sum += n
	}
	return sum
}

func (t *trial) forget() { t.forgotten += t.refusals() }
