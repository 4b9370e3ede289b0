// Package runtime is the process of a plugin: it takes the host's commands and starts and stops symbols.
package runtime

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/lf-edge/ekuiper/sdk/go/api"
	"github.com/lf-edge/ekuiper/sdk/go/connection"
	"github.com/lf-edge/ekuiper/sdk/go/context"
)

// NewSourceFunc makes a source for a stream.
type NewSourceFunc func() api.Source

// NewSinkFunc makes a sink for a rule.
type NewSinkFunc func() api.Sink

// NewFunctionFunc makes a function.
type NewFunctionFunc func() api.Function

// PluginConfig is what a plugin offers, by symbol. Name is what it is installed under.
type PluginConfig struct {
	Name      string
	Sources   map[string]NewSourceFunc
	Functions map[string]NewFunctionFunc
	Sinks     map[string]NewSinkFunc
}

type meta struct {
	RuleId     string `json:"ruleId"`
	OpId       string `json:"opId"`
	InstanceId int    `json:"instanceId"`
}

type argument struct {
	SymbolName  string                 `json:"symbolName"`
	Meta        meta                   `json:"meta"`
	PluginType  string                 `json:"pluginType"`
	DataSource  string                 `json:"dataSource"`
	DataSource2 string                 `json:"datasource"`
	Config      map[string]interface{} `json:"config"`
	Wire        *wire                  `json:"wire"`
}

type wire struct {
	Path string `json:"path"`
}

type command struct {
	Cmd string `json:"cmd"`
	Arg string `json:"arg"`
}

type process struct {
	config *PluginConfig
	gate   sync.Mutex
	live   map[string]func()
}

// Start serves the host until it goes away or the process is asked to end.
func Start(_ []string, config *PluginConfig) {
	p := &process{config: config, live: map[string]func(){}}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		os.Exit(0)
	}()
	control, err := connection.NewRequester("plugin_"+config.Name, p.handshake())
	if err == nil {
		err = control.Serve(p.obey)
	}
	context.Log.Errorf("plugin %s lost its host: %v", config.Name, err)
	os.Exit(1)
}

func (p *process) handshake() []byte {
	functions := map[string]interface{}{}
	for name, create := range p.config.Functions {
		functions[name] = map[string]interface{}{"aggregate": create().IsAggregate()}
	}
	offer, _ := json.Marshal(map[string]interface{}{"wire": 1, "sdk": "go", "functions": functions})
	return append([]byte("handshake "), offer...)
}

func (p *process) obey(message []byte) []byte {
	var given command
	var arg argument
	err := json.Unmarshal(message, &given)
	if err == nil {
		err = json.Unmarshal([]byte(given.Arg), &arg)
	}
	if err == nil {
		switch given.Cmd {
		case "start":
			err = p.start(&arg)
		case "stop":
			p.stop(key(&arg))
		default:
			err = fmt.Errorf("invalid command received: %s", given.Cmd)
		}
	}
	if err != nil {
		// A text that began with an h would be taken for a keep-alive.
		return []byte("error: " + err.Error())
	}
	return []byte("ok")
}

func (p *process) start(arg *argument) error {
	switch arg.PluginType {
	case "source":
		if create, ok := p.config.Sources[arg.SymbolName]; ok {
			return p.startSource(arg, create())
		}
	case "sink":
		if create, ok := p.config.Sinks[arg.SymbolName]; ok {
			return p.startSink(arg, create())
		}
	case "func":
		if create, ok := p.config.Functions[arg.SymbolName]; ok {
			return p.startFunction(arg, create())
		}
	default:
		return fmt.Errorf("invalid plugin type %s", arg.PluginType)
	}
	return fmt.Errorf("symbol not found")
}

func (p *process) stop(key string) {
	p.gate.Lock()
	end := p.live[key]
	delete(p.live, key)
	p.gate.Unlock()
	if end != nil {
		end()
	}
}

func (p *process) keep(key string, end func()) bool {
	p.gate.Lock()
	defer p.gate.Unlock()
	if _, ok := p.live[key]; ok {
		return false
	}
	p.live[key] = end
	return true
}

func lane(arg *argument) string {
	return fmt.Sprintf("%s_%s_%d", arg.Meta.RuleId, arg.Meta.OpId, arg.Meta.InstanceId)
}

func key(arg *argument) string { return arg.PluginType + " " + arg.SymbolName + " " + lane(arg) }

func streamContext(arg *argument) api.StreamContext {
	return context.Background().WithMeta(arg.Meta.RuleId, arg.Meta.OpId).WithInstance(arg.Meta.InstanceId)
}
