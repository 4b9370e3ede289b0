-- Two plugins in two languages in one rule: rows come from C#, are converted by Python, and leave through C#.
CREATE STREAM readings () WITH (TYPE="cs_meter", DATASOURCE="cellar", EXTRA='{"interval": 100}');
CREATE SINK log () WITH (TYPE="cs_file", PATH="readings.jsonl", REQUIREACK="true");

CREATE RULE convert INTO log WITH (sendSingle=TRUE) AS
SELECT room, py_celsius(fahrenheit) AS celsius, cs_visits(room) AS visits
FROM readings;
