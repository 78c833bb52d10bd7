// Command isnad is the whole pipeline in one process, and the commands by which people use what it has found.
package main

import (
	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/service"
)

const name = "isnad"

const description = `Read news, Arabic first, and find who said what, through whom, with which figures – each tied to the exact words.

Examples:

  isnad run examples/articles            the whole pipeline over a folder
  isnad extract article.txt              one article, without broker or store
  isnad query --speaker الكعبي           claims that were found
  isnad compare                          figures that disagree
  isnad run --serve inbox                go on taking in what appears in a folder`

type flags struct {
	cli.Log
	Run     runCmd     `cmd:"" help:"Take articles through the whole pipeline in this process, and print what was found."`
	Extract extractCmd `cmd:"" help:"Find the claims of articles offline: no broker, no store."`
	Explain explainCmd `cmd:"" help:"Show the rows and rules behind each name of an article."`
	Query   queryCmd   `cmd:"" help:"Search the claims in the store."`
	Export  exportCmd  `cmd:"" help:"Write the claims in the store to a file: CSV, JSONL, JSON-LD."`
	Compare compareCmd `cmd:"" help:"Compare the figures of different articles."`
	Review  reviewCmd  `cmd:"" help:"Say what you think of a claim, and see what was said."`
	Entity  entityCmd  `cmd:"" help:"See entities, and confirm, ignore or merge them."`
	Search  searchCmd  `cmd:"" help:"Keep questions, to be asked again."`
	Watch   watchCmd   `cmd:"" help:"Follow claims and entities as they come in."`
	Backup  backupCmd  `cmd:"" help:"Write a whole copy of a store in a file, while it is in use."`
	Doctor  doctorCmd  `cmd:"" help:"Say what is wrong with the pipeline, and what to do."`
	Dead    deadCmd    `cmd:"" help:"See, and send again, what could not be handled."`
	Replay  replayCmd  `cmd:"" help:"Extract articles anew, as after a change of the tables."`
	Article articleCmd `cmd:"" help:"Print the claims of an article, as they are read now or as they were read before."`
	Lexicon lexiconCmd `cmd:"" help:"Check the tables."`
	Bench   benchCmd   `cmd:"" help:"Measure a store, or the whole pipeline."`

	TrainClusters trainClustersCmd `cmd:"" help:"Learn classes of words from raw text."`
	TrainNames    trainNamesCmd    `cmd:"" help:"Learn a model of names from annotated sentences."`
}

func main() {
	var f flags
	k := cli.Parse(&f, name, description, "warn")
	ctx, stop := service.Context()
	k.BindTo(ctx, (*contextType)(nil))
	err := k.Run(&f.Log)
	stop()
	cli.Exit(name, err)
}
