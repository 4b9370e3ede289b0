CREATE STREAM readings (room STRING, celsius FLOAT, level BIGINT, ok BOOLEAN, at DATETIME, tags ARRAY(STRING), place STRUCT(hall STRING, floor BIGINT))
    WITH (TYPE="memory", DATASOURCE="plant/readings", FORMAT="json");
CREATE STREAM anything () WITH (TYPE="memory", DATASOURCE="plant/anything");
CREATE TABLE rooms (name STRING, floor BIGINT) WITH (TYPE="memory", DATASOURCE="plant/rooms", KIND="scan", RETAIN_SIZE="10");
CREATE SINK alerts () WITH (TYPE="memory", TOPIC="plant/alerts");
CREATE SINK means () WITH (TYPE="memory", TOPIC="plant/means");

-- Rows one by one.
CREATE RULE hot INTO alerts WITH (sendSingle=TRUE) AS
    SELECT room, celsius * 1.8 + 32 AS fahrenheit, tags[0] AS tag FROM readings WHERE celsius > 30;

CREATE RULE hall_means INTO means AS
    SELECT place->hall AS hall, avg(celsius) AS celsius, count(*) AS readings FROM readings GROUP BY place->hall, COUNTWINDOW(2);

CREATE RULE located INTO alerts AS
    SELECT readings.room, rooms.floor FROM readings INNER JOIN rooms ON readings.room = rooms.name;

CREATE RULE copies INTO alerts WITH (bufferLength=16) AS SELECT *, upper(name) AS name FROM anything;
