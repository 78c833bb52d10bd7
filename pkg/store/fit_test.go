package store_test

import (
	"isnad/pkg/stage"
	"isnad/pkg/store"
)

// The stages take a store as it is: its outbox as their source, its entries by conversion.
var (
	_ stage.OutboxSource = store.Store(nil)
	_                    = store.Entry(stage.Entry{})
)
