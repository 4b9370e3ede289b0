CREATE STREAM readings () WITH (TYPE="random", SEED="7", INTERVAL="20ms", PATTERN="{\"celsius\": 40}");

CREATE SINK kept () WITH (TYPE="lines", PATH="groups.jsonl");
CREATE SINK console () WITH (TYPE="stdout");

CREATE RULE groups INTO kept, console WITH (sendSingle=TRUE) AS
SELECT countPlusOne(celsius) AS n, max(celsius) AS celsius FROM readings GROUP BY COUNTWINDOW(4);
