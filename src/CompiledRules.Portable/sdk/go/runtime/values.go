package runtime

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// Types of columns, as in WIRE.md.
const (
	columnNull = iota
	columnInteger
	columnFloat
	columnBoolean
	columnString
	columnBytes
	columnTime
	columnAny
)

var errShort = errors.New("a column is cut short")

func readColumn(data []byte, rows int) ([]interface{}, []byte, error) {
	if len(data) < 8 {
		return nil, nil, errShort
	}
	kind, hasNulls, length := data[0], data[1] != 0, int(binary.LittleEndian.Uint32(data[4:]))
	if length > len(data)-8 {
		return nil, nil, errShort
	}
	body, rest := data[8:8+length], data[8+length:]
	var nulls []byte
	if hasNulls {
		if len(body) < rows {
			return nil, nil, errShort
		}
		nulls, body = body[:rows], body[rows:]
	}
	values := make([]interface{}, rows)
	if err := readBody(kind, body, values); err != nil {
		return nil, nil, err
	}
	for row, null := range nulls {
		if null != 0 {
			values[row] = nil
		}
	}
	return values, rest, nil
}

func readBody(kind byte, body []byte, values []interface{}) error {
	width := map[byte]int{columnInteger: 8, columnFloat: 8, columnTime: 8, columnBoolean: 1, columnString: 4, columnBytes: 4}[kind]
	if len(body) < width*len(values) {
		return errShort
	}
	slices, start := body[width*len(values):], uint32(0)
	for row := range values {
		switch kind {
		case columnInteger:
			values[row] = int64(binary.LittleEndian.Uint64(body[8*row:]))
		case columnFloat:
			values[row] = math.Float64frombits(binary.LittleEndian.Uint64(body[8*row:]))
		case columnTime:
			ticks := int64(binary.LittleEndian.Uint64(body[8*row:]))
			values[row] = time.Unix(ticks/10_000_000, ticks%10_000_000*100).UTC()
		case columnBoolean:
			values[row] = body[row] != 0
		case columnString, columnBytes:
			end := binary.LittleEndian.Uint32(body[4*row:])
			if end < start || int(end) > len(slices) {
				return errShort
			}
			if slice := slices[start:end]; kind == columnString {
				values[row] = string(slice)
			} else {
				values[row] = append([]byte{}, slice...)
			}
			start = end
		case columnAny:
			var err error
			if values[row], body, err = unpack(body); err != nil {
				return err
			}
		}
	}
	return nil
}

func kindOf(value interface{}) byte {
	switch value.(type) {
	case nil:
		return columnNull
	case int, int8, int16, int32, int64, uint8, uint16, uint32:
		return columnInteger
	case float32, float64:
		return columnFloat
	case bool:
		return columnBoolean
	case string:
		return columnString
	case []byte:
		return columnBytes
	case time.Time:
		return columnTime
	default:
		return columnAny
	}
}

func writeColumn(frame []byte, values []interface{}) []byte {
	kind, hasNulls := byte(columnNull), false
	for _, value := range values {
		own := kindOf(value)
		if own == columnNull {
			hasNulls = true
		} else if kind == columnNull {
			kind = own
		} else if kind != own {
			kind = columnAny
		}
	}
	hasNulls = hasNulls && kind != columnNull && kind != columnAny
	start := len(frame)
	frame = append(frame, kind, 0, 0, 0, 0, 0, 0, 0)
	if hasNulls {
		frame[start+1] = 1
		for _, value := range values {
			if value == nil {
				frame = append(frame, 1)
			} else {
				frame = append(frame, 0)
			}
		}
	}
	frame = writeBody(frame, kind, values)
	binary.LittleEndian.PutUint32(frame[start+4:], uint32(len(frame)-start-8))
	return frame
}

func writeBody(frame []byte, kind byte, values []interface{}) []byte {
	var slices []byte
	for _, value := range values {
		switch kind {
		case columnInteger:
			frame = binary.LittleEndian.AppendUint64(frame, uint64(integer(value)))
		case columnFloat:
			frame = binary.LittleEndian.AppendUint64(frame, math.Float64bits(float(value)))
		case columnTime:
			moment, _ := value.(time.Time)
			ticks := int64(0)
			if value != nil {
				ticks = moment.Unix()*10_000_000 + int64(moment.Nanosecond()/100)
			}
			frame = binary.LittleEndian.AppendUint64(frame, uint64(ticks))
		case columnBoolean:
			if flag, _ := value.(bool); flag {
				frame = append(frame, 1)
			} else {
				frame = append(frame, 0)
			}
		case columnString, columnBytes:
			if given, ok := value.(string); ok {
				slices = append(slices, given...)
			} else if bytes, ok := value.([]byte); ok {
				slices = append(slices, bytes...)
			}
			frame = binary.LittleEndian.AppendUint32(frame, uint32(len(slices)))
		case columnAny:
			frame = pack(frame, value)
		}
	}
	return append(frame, slices...)
}

func integer(value interface{}) int64 {
	switch number := value.(type) {
	case int:
		return int64(number)
	case int8:
		return int64(number)
	case int16:
		return int64(number)
	case int32:
		return int64(number)
	case int64:
		return number
	case uint8:
		return int64(number)
	case uint16:
		return int64(number)
	case uint32:
		return int64(number)
	}
	return 0
}

func float(value interface{}) float64 {
	if single, ok := value.(float32); ok {
		return float64(single)
	}
	double, _ := value.(float64)
	return double
}

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
