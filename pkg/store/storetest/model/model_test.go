package model_test

import (
	"testing"

	"isnad/pkg/store/storetest"
	"isnad/pkg/store/storetest/model"
)

// The suite and its model hold each other: what one of them gets wrong the other does not know.
func TestConformance(t *testing.T) {
	storetest.Run(t, func(testing.TB) storetest.Opener { return model.Place() })
}

// Every question that stores are compared by finds something.
func TestSame(t *testing.T) { storetest.Same(t, model.Place(), model.Place()) }
