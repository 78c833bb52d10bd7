// Command sink is the worker that writes records to the store and announces entities that were never seen before.
package main

import "isnad/cmd/internal/program"

func main() { program.Sink() }
