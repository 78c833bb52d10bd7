// Command sink is the worker that writes records to the store and announces entities that were never seen before.
package main

import "isnad/cmd/internal/sink"

func main() { sink.Main() }
