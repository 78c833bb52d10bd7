// Command keeper makes the streams of the pipeline and keeps them in order, so that the workers need no right to.
package main

import "isnad/cmd/internal/program"

func main() { program.Keeper() }
