package runtime

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

func packable(value interface{}) bool {
	switch given := value.(type) {
	case []interface{}:
		for _, item := range given {
			if !packable(item) {
				return false
			}
		}
		return true
	case map[string]interface{}:
		for _, item := range given {
			if !packable(item) {
				return false
			}
		}
		return true
	default:
		return kindOf(value) != columnAny
	}
}

func pack(frame []byte, value interface{}) []byte {
	switch kindOf(value) {
	case columnNull:
		return append(frame, 0xC0)
	case columnInteger:
		return binary.BigEndian.AppendUint64(append(frame, 0xD3), uint64(integer(value)))
	case columnFloat:
		return binary.BigEndian.AppendUint64(append(frame, 0xCB), math.Float64bits(float(value)))
	case columnBoolean:
		if value.(bool) {
			return append(frame, 0xC3)
		}
		return append(frame, 0xC2)
	case columnString:
		given := value.(string)
		return append(binary.BigEndian.AppendUint32(append(frame, 0xDB), uint32(len(given))), given...)
	case columnBytes:
		given := value.([]byte)
		return append(binary.BigEndian.AppendUint32(append(frame, 0xC6), uint32(len(given))), given...)
	case columnTime:
		moment := value.(time.Time)
		frame = binary.BigEndian.AppendUint32(append(frame, 0xC7, 12, 0xFF), uint32(moment.Nanosecond()))
		return binary.BigEndian.AppendUint64(frame, uint64(moment.Unix()))
	}
	switch given := value.(type) {
	case []interface{}:
		frame = binary.BigEndian.AppendUint32(append(frame, 0xDD), uint32(len(given)))
		for _, item := range given {
			frame = pack(frame, item)
		}
	case map[string]interface{}:
		frame = binary.BigEndian.AppendUint32(append(frame, 0xDF), uint32(len(given)))
		for name, item := range given {
			frame = pack(pack(frame, name), item)
		}
	}
	return frame
}

func unpack(data []byte) (interface{}, []byte, error) {
	if len(data) == 0 {
		return nil, nil, errShort
	}
	lead, data := data[0], data[1:]
	switch {
	case lead < 0x80:
		return int64(lead), data, nil
	case lead < 0x90:
		return unpackMap(data, int(lead&0x0F))
	case lead < 0xA0:
		return unpackList(data, int(lead&0x0F))
	case lead < 0xC0:
		return unpackText(data, int(lead&0x1F))
	case lead >= 0xE0:
		return int64(int8(lead)), data, nil
	}
	switch lead {
	case 0xC0:
		return nil, data, nil
	case 0xC2, 0xC3:
		return lead == 0xC3, data, nil
	case 0xCB:
		bits, data, err := number(data, 8)
		return math.Float64frombits(bits), data, err
	case 0xD3:
		bits, data, err := number(data, 8)
		return int64(bits), data, err
	case 0xC7:
		if len(data) < 14 || data[0] != 12 || data[1] != 0xFF {
			return nil, nil, errors.New("this extension is not known")
		}
		return time.Unix(int64(binary.BigEndian.Uint64(data[6:])), int64(binary.BigEndian.Uint32(data[2:]))).UTC(), data[14:], nil
	}
	width, ok := map[byte]int{0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xDC: 2, 0xDD: 4, 0xDE: 2, 0xDF: 4}[lead]
	if !ok {
		return nil, nil, fmt.Errorf("a value begins with %x", lead)
	}
	size, data, err := number(data, width)
	if err != nil || size > uint64(len(data)) {
		return nil, nil, errShort
	}
	switch {
	case lead <= 0xC6:
		return append([]byte{}, data[:size]...), data[size:], nil
	case lead <= 0xDB:
		return unpackText(data, int(size))
	case lead <= 0xDD:
		return unpackList(data, int(size))
	default:
		return unpackMap(data, int(size))
	}
}

func number(data []byte, width int) (uint64, []byte, error) {
	if len(data) < width {
		return 0, nil, errShort
	}
	value := uint64(0)
	for _, part := range data[:width] {
		value = value<<8 | uint64(part)
	}
	return value, data[width:], nil
}

func unpackText(data []byte, size int) (interface{}, []byte, error) {
	if len(data) < size {
		return nil, nil, errShort
	}
	return string(data[:size]), data[size:], nil
}

func unpackList(data []byte, size int) (interface{}, []byte, error) {
	items := make([]interface{}, size)
	var err error
	for i := range items {
		if items[i], data, err = unpack(data); err != nil {
			return nil, nil, err
		}
	}
	return items, data, nil
}

func unpackMap(data []byte, size int) (interface{}, []byte, error) {
	items := map[string]interface{}{}
	for i := 0; i < size; i++ {
		name, rest, err := unpack(data)
		if err != nil {
			return nil, nil, err
		}
		if items[fmt.Sprint(name)], data, err = unpack(rest); err != nil {
			return nil, nil, err
		}
	}
	return items, data, nil
}
