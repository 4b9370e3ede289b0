// Package context holds the contexts that symbols run in.
package context

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/lf-edge/ekuiper/sdk/go/api"
)

// DefaultContext is a StreamContext and, for functions, a FunctionContext.
type DefaultContext struct {
	context.Context
	ruleID     string
	opID       string
	instanceID int
	funcID     int
}

// Background is where contexts begin.
func Background() *DefaultContext { return &DefaultContext{Context: context.Background()} }

// NewDefaultFuncContext adds the number of a call to a context.
func NewDefaultFuncContext(ctx api.StreamContext, id int) *DefaultContext {
	return &DefaultContext{Context: ctx, ruleID: ctx.GetRuleId(), opID: ctx.GetOpId(), instanceID: ctx.GetInstanceId(), funcID: id}
}

// GetLogger gives the logger of the process.
func (c *DefaultContext) GetLogger() api.Logger { return Log }

// GetRuleId gives the rule.
func (c *DefaultContext) GetRuleId() string { return c.ruleID }

// GetOpId gives the stream of a source, or the sink's type and position.
func (c *DefaultContext) GetOpId() string { return c.opID }

// GetInstanceId gives the number of the instance.
func (c *DefaultContext) GetInstanceId() int { return c.instanceID }

// GetFuncId gives the number of the call in its rule.
func (c *DefaultContext) GetFuncId() int { return c.funcID }

// WithMeta names rule and operator.
func (c *DefaultContext) WithMeta(ruleId string, opId string) api.StreamContext {
	copied := *c
	copied.ruleID, copied.opID = ruleId, opId
	return &copied
}

// WithInstance numbers the instance.
func (c *DefaultContext) WithInstance(instanceId int) api.StreamContext {
	copied := *c
	copied.instanceID = instanceId
	return &copied
}

// WithCancel gives a context that can be ended.
func (c *DefaultContext) WithCancel() (api.StreamContext, context.CancelFunc) {
	copied := *c
	inner, cancel := context.WithCancel(c.Context)
	copied.Context = inner
	return &copied, cancel
}

// Log is the logger of the process.
var Log api.Logger = &logger{log.New(os.Stdout, "", log.LstdFlags)}

type logger struct{ out *log.Logger }

func (l *logger) Debug(args ...interface{})                 { l.out.Print("debug ", fmt.Sprint(args...)) }
func (l *logger) Info(args ...interface{})                  { l.out.Print("info ", fmt.Sprint(args...)) }
func (l *logger) Warn(args ...interface{})                  { l.out.Print("warn ", fmt.Sprint(args...)) }
func (l *logger) Error(args ...interface{})                 { l.out.Print("error ", fmt.Sprint(args...)) }
func (l *logger) Debugln(args ...interface{})               { l.out.Print("debug ", fmt.Sprintln(args...)) }
func (l *logger) Infoln(args ...interface{})                { l.out.Print("info ", fmt.Sprintln(args...)) }
func (l *logger) Warnln(args ...interface{})                { l.out.Print("warn ", fmt.Sprintln(args...)) }
func (l *logger) Errorln(args ...interface{})               { l.out.Print("error ", fmt.Sprintln(args...)) }
func (l *logger) Debugf(format string, args ...interface{}) { l.out.Printf("debug "+format, args...) }
func (l *logger) Infof(format string, args ...interface{})  { l.out.Printf("info "+format, args...) }
func (l *logger) Warnf(format string, args ...interface{})  { l.out.Printf("warn "+format, args...) }
func (l *logger) Errorf(format string, args ...interface{}) { l.out.Printf("error "+format, args...) }
