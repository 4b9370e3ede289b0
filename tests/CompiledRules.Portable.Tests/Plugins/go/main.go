// A plugin on the Go SDK, written as for eKuiper's.
package main

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	sdk "github.com/lf-edge/ekuiper/sdk/go/runtime"
)

type echo struct{}

func (echo) Validate(args []interface{}) error {
	if len(args) != 1 {
		return errors.New("echo function only supports 1 parameter but got 2")
	}
	return nil
}
func (echo) Exec(args []interface{}, _ api.FunctionContext) (interface{}, bool) { return args[0], true }
func (echo) IsAggregate() bool                                                  { return false }

type total struct{}

func (total) Validate([]interface{}) error { return nil }
func (total) Exec(args []interface{}, ctx api.FunctionContext) (interface{}, bool) {
	if ctx.GetRuleId() == "" || ctx.GetOpId() == "" {
		return "no rule", false
	}
	sum := 0.0
	for _, item := range args[0].([]interface{}) {
		number, ok := item.(float64)
		if !ok {
			return errors.New("not a number"), false
		}
		sum += number
	}
	return sum, true
}
func (total) IsAggregate() bool { return true }

type panics struct{}

func (panics) Validate([]interface{}) error                                { return nil }
func (panics) Exec([]interface{}, api.FunctionContext) (interface{}, bool) { panic("it went wrong") }
func (panics) IsAggregate() bool                                           { return false }

type ticks struct{ from string }

func (t *ticks) Configure(datasource string, _ map[string]interface{}) error {
	t.from = datasource
	return nil
}
func (t *ticks) Open(ctx api.StreamContext, consumer chan<- api.SourceTuple, _ chan<- error) {
	for count := 1; ; count++ {
		select {
		case <-ctx.Done():
			return
		case consumer <- api.NewDefaultSourceTuple(map[string]interface{}{"count": count, "from": t.from}, nil):
			time.Sleep(time.Millisecond)
		}
	}
}
func (t *ticks) Close(api.StreamContext) error { return nil }

type lines struct{ file string }

func (l *lines) Configure(props map[string]interface{}) error {
	name, ok := props["file"].(string)
	if !ok {
		return errors.New("the sink needs a file")
	}
	l.file = name
	return nil
}
func (l *lines) Open(api.StreamContext) error { return nil }
func (l *lines) Collect(_ api.StreamContext, data interface{}) error {
	file, err := os.OpenFile(l.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.Write(append(data.([]byte), '\n'))
	return err
}
func (l *lines) Close(api.StreamContext) error { return nil }

func main() {
	folder, _ := os.Getwd()
	sdk.Start(os.Args, &sdk.PluginConfig{
		Name:    filepath.Base(folder),
		Sources: map[string]sdk.NewSourceFunc{"ticks": func() api.Source { return &ticks{} }},
		Sinks:   map[string]sdk.NewSinkFunc{"lines": func() api.Sink { return &lines{} }},
		Functions: map[string]sdk.NewFunctionFunc{
			"echo":   func() api.Function { return echo{} },
			"total":  func() api.Function { return total{} },
			"panics": func() api.Function { return panics{} },
		},
	})
}
