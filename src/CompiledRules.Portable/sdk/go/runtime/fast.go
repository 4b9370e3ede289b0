package runtime

import (
	"encoding/binary"
	"fmt"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	"github.com/lf-edge/ekuiper/sdk/go/connection"
	"github.com/lf-edge/ekuiper/sdk/go/context"
)

// The frames of the fast wire, as in WIRE.md.
const (
	frameCall   = 0x01
	frameHello  = 0x11
	frameResult = 0x12

	askValidate  = 1
	askAggregate = 2

	headerLength = 16
	window       = 64
	version      = 1
)

type rowError struct {
	row  uint32
	text string
}

func serveFast(path string, function api.Function) error {
	channel, err := connection.Dial(path, connection.Pair)
	if err != nil {
		return err
	}
	defer channel.Close()
	if err = channel.Send([]byte{frameHello, version, window, 0, 0, 0, 0, 0}); err != nil {
		return err
	}
	ctx := context.NewDefaultFuncContext(context.Background().WithMeta("rule", "project"), 0)
	for {
		frame, err := channel.Receive(0)
		if err != nil {
			return err
		}
		if len(frame) < headerLength || frame[0] != frameCall {
			continue
		}
		result, err := run(function, frame, ctx)
		if err != nil {
			return err
		}
		if err = channel.Send(result); err != nil {
			return err
		}
	}
}

func run(function api.Function, frame []byte, ctx api.FunctionContext) ([]byte, error) {
	count, rows := int(binary.LittleEndian.Uint16(frame[2:])), int(binary.LittleEndian.Uint32(frame[8:]))
	columns := make([][]interface{}, count)
	rest := frame[headerLength:]
	for i := range columns {
		var err error
		if columns[i], rest, err = readColumn(rest, rows); err != nil {
			return nil, err
		}
	}
	results := make([]interface{}, rows)
	var errors []rowError
	for row := range results {
		args := make([]interface{}, count)
		for i := range args {
			args[i] = columns[i][row]
		}
		result, ok := ask(function, frame[1], args, ctx)
		if ok && !packable(result) {
			result, ok = fmt.Sprintf("a value of type %T cannot be a result", result), false
		}
		if ok {
			results[row] = result
		} else {
			errors = append(errors, rowError{uint32(row), text(result)})
		}
	}
	return encode(frame, results, errors), nil
}

func ask(function api.Function, question byte, args []interface{}, ctx api.FunctionContext) (interface{}, bool) {
	switch question {
	case askValidate:
		if err := function.Validate(args); err != nil {
			return err.Error(), true
		}
		return "", true
	case askAggregate:
		return function.IsAggregate(), true
	default:
		return execute(function, args, ctx)
	}
}

func encode(call []byte, results []interface{}, errors []rowError) []byte {
	frame := make([]byte, headerLength, headerLength+len(results)*9+16)
	frame[0] = frameResult
	copy(frame[4:12], call[4:12])
	binary.LittleEndian.PutUint32(frame[12:], uint32(len(errors)))
	frame = writeColumn(frame, results)
	for _, failed := range errors {
		frame = binary.LittleEndian.AppendUint32(frame, failed.row)
		frame = binary.LittleEndian.AppendUint32(frame, uint32(len(failed.text)))
		frame = append(frame, failed.text...)
	}
	return frame
}

func text(result interface{}) string {
	if given, ok := result.(string); ok {
		return given
	}
	return fmt.Sprint(result)
}
