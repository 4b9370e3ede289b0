-- Two plugins in two languages: rows come from C#, are converted by Python, and leave through C#.
CREATE STREAM readings () WITH (TYPE="cs_meter", DATASOURCE="cellar", EXTRA="{\"interval\": 20}");
CREATE SINK log () WITH (TYPE="cs_file", path="readings.jsonl", requireAck=TRUE);
CREATE SINK terminal () WITH (TYPE="stdout", sendSingle=TRUE);

-- A function that remembers is called for one row after the other.
CREATE RULE convert INTO log WITH (sendSingle=TRUE, callConcurrency=1) AS
SELECT room, round(py_celsius(fahrenheit)) AS celsius, cs_visits(room) AS visits
FROM readings;

-- The aggregate of the plugin gets what the other function made of the rows of a window.
CREATE RULE summary INTO terminal AS
SELECT room, count(*) AS readings, round(py_spread(py_celsius(fahrenheit))) AS spread
FROM readings
GROUP BY room, COUNTWINDOW(4);
