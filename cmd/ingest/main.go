// Command ingest takes articles in – files, folders, standard input, HTTP – and gives them to the pipeline.
package main

import "isnad/cmd/internal/program"

func main() { program.Ingest() }
