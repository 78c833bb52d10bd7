// Package workers wires the stages of the pipeline to the broker, the tables and the store. The three workers and `isnad run` call the
// same functions, so there is one way through.
package workers
