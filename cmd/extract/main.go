// Command extract is the worker that turns articles into records. Any number of copies share the work.
package main

import "isnad/cmd/internal/program"

func main() { program.Extract() }
