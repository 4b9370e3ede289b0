package runtime

import (
	"encoding/binary"
	"errors"
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
