package runtime

import (
	"encoding/json"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	"github.com/lf-edge/ekuiper/sdk/go/connection"
	"github.com/lf-edge/ekuiper/sdk/go/context"
)

func (p *process) startSource(arg *argument, source api.Source) error {
	dataSource := arg.DataSource
	if dataSource == "" {
		dataSource = arg.DataSource2
	}
	if err := source.Configure(dataSource, arg.Config); err != nil {
		return err
	}
	data, err := connection.Dial(lane(arg), connection.Push)
	if err != nil {
		return err
	}
	ctx, cancel := streamContext(arg).WithCancel()
	rows, failures := make(chan api.SourceTuple), make(chan error)
	p.keep(key(arg), func() {
		cancel()
		source.Close(ctx)
	})
	go source.Open(ctx, rows, failures)
	go func() {
		defer data.Close()
		for {
			var frame []byte
			var err error
			select {
			case <-ctx.Done():
				return
			case row := <-rows:
				frame, err = json.Marshal(map[string]interface{}{"message": row.Message(), "meta": row.Meta()})
			case failure := <-failures:
				frame, err = json.Marshal(map[string]string{"error": failure.Error()})
			}
			if err != nil {
				context.Log.Errorf("source %s: %v", arg.SymbolName, err)
			} else if err = data.Send(frame); err != nil {
				p.stop(key(arg))
				return
			}
		}
	}()
	return nil
}

func (p *process) startSink(arg *argument, sink api.Sink) error {
	if err := sink.Configure(arg.Config); err != nil {
		return err
	}
	listener, err := connection.Listen(lane(arg))
	if err != nil {
		return err
	}
	acks, err := connection.Dial(lane(arg)+"_ack", connection.Push)
	if err != nil {
		listener.Close()
		return err
	}
	ctx, cancel := streamContext(arg).WithCancel()
	if err = sink.Open(ctx); err != nil {
		cancel()
		listener.Close()
		acks.Close()
		return err
	}
	p.keep(key(arg), func() {
		cancel()
		listener.Close()
		sink.Close(ctx)
	})
	go func() {
		defer acks.Close()
		// The host may dial again.
		for {
			stream, err := listener.Accept()
			if err != nil {
				return
			}
			data, err := connection.Open(stream, connection.Pull)
			if err == nil {
				collect(ctx, sink, data, acks)
			}
			stream.Close()
		}
	}()
	return nil
}

func collect(ctx api.StreamContext, sink api.Sink, data *connection.Connection, acks *connection.Connection) {
	for ctx.Err() == nil {
		message, err := data.Receive(0)
		if err != nil {
			return
		}
		ack := []byte("{}")
		if err = sink.Collect(ctx, message); err != nil {
			ack, _ = json.Marshal(map[string]string{"error": err.Error()})
		}
		if acks.Send(ack) != nil {
			return
		}
	}
}
