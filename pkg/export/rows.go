package export

import (
	"context"
	"fmt"
	"iter"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Claims gives pages of claims; a store.Reader is one.
type Claims interface {
	Claims(ctx context.Context, q store.Query) (store.Page, error)
}

// pageSize is the number of rows that are in memory at a time.
const pageSize = 250

// Rows gives the claims that a question asks for, page after page. Its Limit is that of all rows together; 0 is no limit. It ends with
// the first error.
func Rows(ctx context.Context, from Claims, q store.Query) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		q, left := q, q.Limit
		for {
			q.Limit = pageSize
			if left > 0 {
				q.Limit = min(pageSize, left)
			}
			page, err := from.Claims(ctx, q)
			if err != nil {
				yield(store.Row{}, err)
				return
			}
			for i := range page.Rows {
				if !yield(page.Rows[i], nil) {
					return
				}
			}
			if left > 0 {
				if left -= len(page.Rows); left <= 0 {
					return
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

// shelf holds the article that the last row stands in: rows of an article come together.
type shelf struct {
	articles Articles
	record   *isnad.Record
	letters  letters
}

// article gives the record of a row's article. Its text is that of the row, whatever revision of it is current by now.
func (s *shelf) article(ctx context.Context, r *store.Row) (*isnad.Record, error) {
	id := r.Article.ID
	if s.record != nil && s.record.Article.ID == id {
		return s.record, nil
	}
	record, err := s.articles.Record(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("the article %s: %w", id, err)
	}
	if record.Article.ID != id {
		return nil, fmt.Errorf("the article %s was asked for, and %s was given", id, record.Article.ID)
	}
	s.record, s.letters = record, letters{text: record.Article.Text}
	return record, nil
}

// letters counts the code points of a text before a byte, from the byte that was asked for last: claims of an article lie near each
// other, and an article may be long.
type letters struct {
	text      string
	at, count int
}

func (l *letters) before(at int) int {
	if at >= l.at {
		l.count += utf8.RuneCountInString(l.text[l.at:at])
	} else {
		l.count -= utf8.RuneCountInString(l.text[at:l.at])
	}
	l.at = at
	return l.count
}
