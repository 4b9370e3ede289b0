// Package api is what a plugin implements, and what it is given.
package api

import "context"

// Logger writes to standard output, which the host takes into its log.
type Logger interface {
	Debug(args ...interface{})
	Info(args ...interface{})
	Warn(args ...interface{})
	Error(args ...interface{})
	Debugln(args ...interface{})
	Infoln(args ...interface{})
	Warnln(args ...interface{})
	Errorln(args ...interface{})
	Debugf(format string, args ...interface{})
	Infof(format string, args ...interface{})
	Warnf(format string, args ...interface{})
	Errorf(format string, args ...interface{})
}

// StreamContext tells where a symbol runs.
type StreamContext interface {
	context.Context
	GetLogger() Logger
	GetRuleId() string
	GetOpId() string
	GetInstanceId() int
	WithMeta(ruleId string, opId string) StreamContext
	WithInstance(instanceId int) StreamContext
	WithCancel() (StreamContext, context.CancelFunc)
}

// FunctionContext tells which call of a rule a function serves.
type FunctionContext interface {
	StreamContext
	GetFuncId() int
}

// Closable is told when the rule stops.
type Closable interface {
	Close(ctx StreamContext) error
}

// SourceTuple is one row and what the source knows about it.
type SourceTuple interface {
	Message() map[string]interface{}
	Meta() map[string]interface{}
}

// Source brings rows in. Open runs in a goroutine of its own until the source ends or ctx is done.
type Source interface {
	Open(ctx StreamContext, consumer chan<- SourceTuple, errCh chan<- error)
	Configure(datasource string, props map[string]interface{}) error
	Closable
}

// Sink takes data out. Collect is given []byte.
type Sink interface {
	Open(ctx StreamContext) error
	Configure(props map[string]interface{}) error
	Collect(ctx StreamContext, data interface{}) error
	Closable
}

// Function computes one value. Exec gives false with the text of an error as the value.
type Function interface {
	Validate(args []interface{}) error
	Exec(args []interface{}, ctx FunctionContext) (interface{}, bool)
	IsAggregate() bool
}

// DefaultSourceTuple is a row held in maps.
type DefaultSourceTuple struct {
	Mess map[string]interface{} `json:"message"`
	M    map[string]interface{} `json:"meta"`
}

// NewDefaultSourceTuple makes a row; meta may be nil.
func NewDefaultSourceTuple(message map[string]interface{}, meta map[string]interface{}) *DefaultSourceTuple {
	return &DefaultSourceTuple{Mess: message, M: meta}
}

// Message gives the columns.
func (t *DefaultSourceTuple) Message() map[string]interface{} { return t.Mess }

// Meta gives what the source knows beside the columns, or nil.
func (t *DefaultSourceTuple) Meta() map[string]interface{} { return t.M }
