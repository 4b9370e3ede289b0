-- What this machine does, once a second: percent of CPU and memory in use, bytes free, bytes a second on the network.
CREATE STREAM host () WITH (TYPE="hostmetrics", interval="1s");

-- An MQTT broker that lives inside the command, so that nothing has to be installed. A real one is SERVER="tcp://broker:1883".
CREATE SINK metrics () WITH (TYPE="mqtt", SERVER="embedded", topic="machines/metrics", sendSingle=TRUE);
CREATE STREAM machines (host STRING, cpu FLOAT, memory FLOAT, ts BIGINT) WITH (TYPE="mqtt", SERVER="embedded", DATASOURCE="machines/metrics");
CREATE SINK terminal () WITH (TYPE="stdout", sendSingle=TRUE);

CREATE RULE publish INTO metrics AS
SELECT * FROM host;

-- Each reading that shows a machine at work.
CREATE RULE busy INTO terminal AS
SELECT host, round(cpu) AS cpu, CASE WHEN cpu > 80 THEN "high" ELSE "normal" END AS load
FROM machines
WHERE cpu > 1;

-- What every five seconds amount to.
CREATE RULE summary INTO terminal AS
SELECT host, count(*) AS readings, round(avg(cpu)) AS mean, round(max(memory)) AS memory
FROM machines
GROUP BY host, TUMBLINGWINDOW(ss, 5);
