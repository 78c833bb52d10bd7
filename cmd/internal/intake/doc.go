// Package intake gives articles to the pipeline: from files, from folders that are watched, and from requests. It stands apart from the
// other workers' wiring, because what cleans pages is large.
package intake
