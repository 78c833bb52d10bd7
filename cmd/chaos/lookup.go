//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"isnad/cmd/internal/chaos/ledger"
)

// lookTimeout bounds one look at the store.
const lookTimeout = 2 * time.Second

// lookup gives a way to ask which articles are stored, one that no power cut is held up by: it has no file of the store open.
func (t *trial) lookup() (look ledger.Lookup, end func(), err error) {
	if t.lab.SQLite != "" {
		return t.overHTTP, func() {}, nil
	}
	pool, err := pgxpool.New(t.ctx, t.lab.DSN())
	if err != nil {
		return nil, nil, err
	}
	return func(ctx context.Context, ids []string) ([]string, error) {
		ctx, cancel := context.WithTimeout(ctx, lookTimeout)
		defer cancel()
		rows, err := pool.Query(ctx, "SELECT id FROM articles WHERE id = ANY($1)", ids)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[string])
	}, pool.Close, nil
}

// overHTTP asks the API for each article.
func (t *trial) overHTTP(ctx context.Context, ids []string) (found []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	for _, id := range ids {
		request, err := http.NewRequestWithContext(ctx, http.MethodHead, t.lab.API()+"/api/v1/articles/"+id+"/revisions", nil)
		if err != nil {
			return found, err
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return found, nil
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close() // it was only read
		switch answer.StatusCode {
		case http.StatusOK:
			found = append(found, id)
		case http.StatusNotFound:
		default:
			return found, fmt.Errorf("%s", answer.Status)
		}
	}
	return found, nil
}
