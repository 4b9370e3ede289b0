// Package mock runs symbols without a host, for their tests.
package mock

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	"github.com/lf-edge/ekuiper/sdk/go/context"
)

// Timeout is how long a test waits for a source.
const Timeout = 10 * time.Second

// TestSourceOpen opens a configured source and compares its first rows.
func TestSourceOpen(source api.Source, expected []api.SourceTuple, t *testing.T) {
	ctx, cancel := context.Background().WithMeta("rule1", "op1").WithCancel()
	defer cancel()
	rows, failures := make(chan api.SourceTuple), make(chan error)
	go source.Open(ctx, rows, failures)
	defer source.Close(ctx)
	for i, want := range expected {
		select {
		case row := <-rows:
			if !reflect.DeepEqual(row.Message(), want.Message()) || !reflect.DeepEqual(row.Meta(), want.Meta()) {
				t.Errorf("row %d is %v %v, expected %v %v", i, row.Message(), row.Meta(), want.Message(), want.Meta())
			}
		case err := <-failures:
			t.Fatalf("row %d: %v", i, err)
		case <-time.After(Timeout):
			t.Fatalf("row %d did not come", i)
		}
	}
}

// RunSinkCollect opens a configured sink and gives it the data.
func RunSinkCollect(sink api.Sink, data []interface{}) error {
	ctx, cancel := context.Background().WithMeta("rule1", "op1").WithCancel()
	defer cancel()
	if err := sink.Open(ctx); err != nil {
		return err
	}
	for _, item := range data {
		if err := sink.Collect(ctx, item); err != nil {
			return err
		}
	}
	return sink.Close(ctx)
}

// FuncTest is a call and what it should give.
type FuncTest struct {
	Args   []interface{}
	Result interface{}
	Ok     bool
}

// TestFuncExec compares the results of calls.
func TestFuncExec(function api.Function, tests []FuncTest, t *testing.T) {
	ctx := context.NewDefaultFuncContext(context.Background().WithMeta("rule1", "op1"), 1)
	for i, test := range tests {
		result, ok := function.Exec(test.Args, ctx)
		if ok != test.Ok || !reflect.DeepEqual(result, test.Result) {
			t.Errorf("call %d: %s", i, fmt.Sprintf("%v gave %v %v, expected %v %v", test.Args, result, ok, test.Result, test.Ok))
		}
	}
}
