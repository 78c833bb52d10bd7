package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"isnad/pkg/certs"
	"isnad/pkg/isnad"
)

// away lists the classes and codes of SQLSTATE that say that the server, and not what was asked of it, is at fault: the messages wait in
// their stream until somebody has put it right. The table is in appendix A of PostgreSQL's manual.
var away = []string{
	"08",    // connection exception
	"28",    // invalid authorization
	"3D",    // no such database
	"40",    // transaction rolled back: deadlock, serialization
	"42501", // insufficient privilege
	"53",    // insufficient resources: disk full, out of memory, too many connections
	"55",    // object not in prerequisite state: lock not available
	"57",    // operator intervention: shutting down, starting up, cancelled
	"58",    // system error: I/O
	"F0",    // configuration file error
	"XX",    // internal error, damaged data
	"25006", // read-only: a standby
}

// fault tells what was being done when err came, and marks it as isnad.ErrUnavailable where the server is away. nil stays nil. The end of
// the context is nobody's fault and is given as such.
func fault(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("store: %s: %w", doing, cause)
	}
	if isAway(err) {
		return fmt.Errorf("store %w: %s: %w", isnad.ErrUnavailable, doing, certs.Explain(err))
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

func isAway(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		for _, code := range away {
			if strings.HasPrefix(refused.Code, code) {
				return true
			}
		}
		return false
	}
	var network net.Error
	var connecting *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connecting) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) ||
		strings.Contains(err.Error(), "conn closed")
}
