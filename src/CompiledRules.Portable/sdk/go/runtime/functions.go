package runtime

import (
	"encoding/json"
	"fmt"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	"github.com/lf-edge/ekuiper/sdk/go/connection"
	"github.com/lf-edge/ekuiper/sdk/go/context"
)

type call struct {
	Func string          `json:"func"`
	Arg  json.RawMessage `json:"arg"`
}

type caller struct {
	RuleId     string `json:"ruleId"`
	OpId       string `json:"opId"`
	InstanceId int    `json:"instanceId"`
	FuncId     int    `json:"funcId"`
}

// Functions are never stopped, so one that runs is left alone.
func (p *process) startFunction(arg *argument, function api.Function) error {
	if !p.keep(key(arg), func() {}) {
		return nil
	}
	go func() {
		for {
			var err error
			if arg.Wire != nil {
				err = serveFast(arg.Wire.Path, function)
			} else {
				err = serveOld(arg.SymbolName, function)
			}
			context.Log.Infof("function %s lost its connection: %v", arg.SymbolName, err)
		}
	}()
	return nil
}

func serveOld(symbol string, function api.Function) error {
	channel, err := connection.NewRequester("func_"+symbol, []byte("handshake"))
	if err != nil {
		return err
	}
	return channel.Serve(func(message []byte) []byte { return answer(function, message) })
}

func answer(function api.Function, message []byte) []byte {
	var given call
	if err := json.Unmarshal(message, &given); err != nil {
		return reply(err.Error(), false)
	}
	switch given.Func {
	case "Validate":
		var args []interface{}
		err := json.Unmarshal(given.Arg, &args)
		if err == nil {
			err = function.Validate(args)
		}
		if err != nil {
			return reply(err.Error(), false)
		}
		return reply("", true)
	case "IsAggregate":
		return reply(function.IsAggregate(), true)
	case "Exec":
		var args []interface{}
		var who caller
		err := json.Unmarshal(given.Arg, &args)
		if err == nil && len(args) == 0 {
			err = fmt.Errorf("there is no caller")
		}
		if err == nil {
			text, _ := args[len(args)-1].(string)
			err = json.Unmarshal([]byte(text), &who)
		}
		if err != nil {
			return reply(fmt.Sprintf("invalid arg %s, %v", given.Arg, err), false)
		}
		ctx := context.Background().WithMeta(who.RuleId, who.OpId).WithInstance(who.InstanceId)
		return reply(execute(function, args[:len(args)-1], context.NewDefaultFuncContext(ctx, who.FuncId)))
	default:
		return reply("invalid func "+given.Func, false)
	}
}

// What a function panics with is the error of its row.
func execute(function api.Function, args []interface{}, ctx api.FunctionContext) (result interface{}, ok bool) {
	defer func() {
		if problem := recover(); problem != nil {
			result, ok = fmt.Sprint(problem), false
		}
	}()
	result, ok = function.Exec(args, ctx)
	if err, isError := result.(error); isError {
		result = err.Error()
	}
	return result, ok
}

func reply(result interface{}, ok bool) []byte {
	data, err := json.Marshal(map[string]interface{}{"state": ok, "result": result})
	if err != nil {
		data, _ = json.Marshal(map[string]interface{}{"state": false, "result": err.Error()})
	}
	return data
}
