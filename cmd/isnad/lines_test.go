package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// hostileLines gives 10 MB of random bytes, with sound articles and broken ones between them and an article of 5 MB at the end, and the
// labels of the sound ones in order. Every line that is not blank must have its line in the output.
func hostileLines(t *testing.T) (in []byte, lines int, sound []string) {
	t.Helper()
	random := rand.NewChaCha8([32]byte{1})
	var b bytes.Buffer
	add := func(line []byte) {
		b.Write(line)
		b.WriteByte('\n')
	}
	article := func(id, text string) {
		line, err := json.Marshal(map[string]string{"id": id, "text": text})
		if err != nil {
			t.Fatal(err)
		}
		add(line)
		sound = append(sound, id)
	}
	for i := 0; b.Len() < 10<<20; i++ {
		noise := make([]byte, 40_000)
		_, _ = random.Read(noise)
		add(noise)
		article(fmt.Sprintf("sound-%d", i), "قال فؤاد حداد إن نحو 300 شخص غادروا بغداد.")
		add([]byte(`{"id": "broken", "text": "قال`))
		add(append([]byte(`{"text": "`), append(noise[:2000:2000], `"}`...)...))
	}
	article("large", strings.Repeat("قال فؤاد حداد إن نحو 300 شخص غادروا بغداد.\n", 5<<20/75))
	in = b.Bytes()
	for line := range bytes.SplitSeq(in, []byte("\n")) {
		if len(bytes.TrimSpace(line)) > 0 {
			lines++
		}
	}
	return in, lines, sound
}

func TestExtractLosesNoLine(t *testing.T) {
	in, lines, sound := hostileLines(t)
	cmd := exec.Command(os.Args[0], "extract", "--jsonl")
	cmd.Env = append(os.Environ(), programEnv+"=isnad")
	cmd.Stdin = bytes.NewReader(in)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != 1 || log.Len() > 0 {
		t.Fatalf("%v: %s", err, log.Bytes())
	}
	scanner := bufio.NewScanner(&out)
	scanner.Buffer(nil, 1<<30)
	got, records := 0, 0
	for scanner.Scan() {
		var r struct {
			Error   string `json:"error"`
			Article *struct {
				SourceID string `json:"source_id"`
			} `json:"article"`
		}
		if err := json.Unmarshal(scanner.Bytes(), &r); err != nil || (r.Error == "") == (r.Article == nil) {
			t.Fatalf("line %d is neither a record nor an error: %.200s", got+1, scanner.Bytes())
		}
		if got++; r.Article == nil {
			continue
		}
		if records >= len(sound) || r.Article.SourceID != sound[records] {
			t.Fatalf("record %d is of %q", records, r.Article.SourceID)
		}
		records++
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	if got != lines || records != len(sound) {
		t.Errorf("%d lines gave %d; %d articles gave %d records", lines, got, len(sound), records)
	}
}
