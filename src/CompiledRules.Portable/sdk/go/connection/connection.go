// Package connection is the wire of the scalability protocols over Unix domain sockets.
package connection

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The protocols that a plugin may speak; the number stands in the connection header.
const (
	Pair    = 0x10
	Request = 0x30
	Reply   = 0x31
	Push    = 0x50
	Pull    = 0x51
)

const (
	idBit     = 0x80000000
	keepAlive = 5 * time.Second
	dials     = 50
	dialPause = 100 * time.Millisecond
)

var counterparts = map[uint16]uint16{Pair: Pair, Request: Reply, Reply: Request, Push: Pull, Pull: Push}

// PathOf gives the socket file of a channel; the host names the folder when it is not the usual one.
func PathOf(nameOrPath string) string {
	if filepath.IsAbs(nameOrPath) {
		return nameOrPath
	}
	folder := os.Getenv("PLUGIN_SOCKETS")
	if folder == "" {
		folder = "/tmp"
	}
	return filepath.Join(folder, nameOrPath+".ipc")
}

// Connection carries whole messages. One reader at a time, any number of senders.
type Connection struct {
	stream net.Conn
	reader *bufio.Reader
	gate   sync.Mutex
}

// Open exchanges headers over a connected stream.
func Open(stream net.Conn, own uint16) (*Connection, error) {
	header := []byte{0, 'S', 'P', 0, byte(own >> 8), byte(own), 0, 0}
	if _, err := stream.Write(header); err != nil {
		return nil, err
	}
	reader := bufio.NewReaderSize(stream, 64*1024)
	if _, err := io.ReadFull(reader, header); err != nil {
		return nil, err
	}
	if header[0] != 0 || header[1] != 'S' || header[2] != 'P' || header[3] != 0 || binary.BigEndian.Uint16(header[4:]) != counterparts[own] {
		return nil, fmt.Errorf("the peer opened with %x", header)
	}
	return &Connection{stream: stream, reader: reader}, nil
}

// Dial connects, trying again while nobody listens.
func Dial(nameOrPath string, own uint16) (*Connection, error) {
	var last error
	for attempt := 0; attempt < dials; attempt++ {
		stream, err := net.Dial("unix", PathOf(nameOrPath))
		if err == nil {
			var connection *Connection
			if connection, err = Open(stream, own); err == nil {
				return connection, nil
			}
			stream.Close()
		}
		last = err
		time.Sleep(dialPause)
	}
	return nil, last
}

// Send sends one message made of the parts.
func (c *Connection) Send(parts ...[]byte) error {
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	message := make([]byte, 9, 9+length)
	message[0] = 1
	binary.BigEndian.PutUint64(message[1:], uint64(length))
	for _, part := range parts {
		message = append(message, part...)
	}
	c.gate.Lock()
	defer c.gate.Unlock()
	_, err := c.stream.Write(message)
	return err
}

// Receive gives the next message. With a timeout it fails when none begins in time.
func (c *Connection) Receive(timeout time.Duration) ([]byte, error) {
	if timeout > 0 {
		c.stream.SetReadDeadline(time.Now().Add(timeout))
	}
	if _, err := c.reader.Peek(1); err != nil {
		return nil, err
	}
	c.stream.SetReadDeadline(time.Time{})
	var header [9]byte
	if _, err := io.ReadFull(c.reader, header[:]); err != nil {
		return nil, err
	}
	if header[0] != 1 {
		return nil, fmt.Errorf("a message began with byte %d", header[0])
	}
	message := make([]byte, binary.BigEndian.Uint64(header[1:]))
	_, err := io.ReadFull(c.reader, message)
	return message, err
}

// Close ends the connection.
func (c *Connection) Close() error { return c.stream.Close() }

// Requester is the plugin's end of a channel on which the host gives the orders: every request is the result of the order before.
type Requester struct {
	connection *Connection
	id         uint32
}

// NewRequester dials and greets with handshake.
func NewRequester(name string, handshake []byte) (*Requester, error) {
	connection, err := Dial(name, Request)
	if err != nil {
		return nil, err
	}
	requester := &Requester{connection: connection, id: rand.New(rand.NewSource(time.Now().UnixNano())).Uint32() &^ idBit}
	return requester, requester.Send(handshake)
}

// Send makes a new request.
func (r *Requester) Send(payload []byte) error {
	r.id = (r.id + 1) &^ idBit
	var head [4]byte
	binary.BigEndian.PutUint32(head[:], r.id|idBit)
	return r.connection.Send(head[:], payload)
}

// Serve answers orders until the host goes away, and breaks the silence meanwhile.
func (r *Requester) Serve(obey func([]byte) []byte) error {
	defer r.connection.Close()
	for {
		message, err := r.connection.Receive(keepAlive)
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			if err = r.Send([]byte("handshake")); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		// A reply to an older request belongs to nobody.
		if len(message) < 4 || binary.BigEndian.Uint32(message) != r.id|idBit {
			continue
		}
		if err = r.Send(obey(message[4:])); err != nil {
			return err
		}
	}
}

// Listen opens a private socket, in place of one that a dead process left.
func Listen(name string) (net.Listener, error) {
	path := PathOf(name)
	os.Remove(path)
	listener, err := net.Listen("unix", path)
	if err == nil {
		err = os.Chmod(path, 0o600)
	}
	return listener, err
}
