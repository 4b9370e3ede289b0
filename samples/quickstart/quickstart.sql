-- What this machine does, once a second: CPU and memory in use, in percent, and more (cr query "SELECT * FROM host" --from host).
CREATE STREAM host () WITH (TYPE="hostmetrics", interval="1s");

-- An MQTT broker that lives inside the command, so that nothing has to be installed. A real one is SERVER="tcp://broker:1883".
CREATE SINK metrics () WITH (TYPE="mqtt", SERVER="embedded", topic="machines/metrics", sendSingle=TRUE);
CREATE STREAM machines (host STRING, cpu FLOAT, memory FLOAT, ts BIGINT) WITH (TYPE="mqtt", SERVER="embedded", DATASOURCE="machines/+");
CREATE SINK terminal () WITH (TYPE="stdout", sendSingle=TRUE);

CREATE RULE publish INTO metrics AS
SELECT * FROM host;

-- Each reading of a machine that uses more than one percent of its memory.
CREATE RULE readings INTO terminal AS
SELECT host, round(cpu) AS cpu, round(memory) AS memory, CASE WHEN cpu > 80 OR memory > 90 THEN "high" ELSE "normal" END AS load
FROM machines
WHERE memory > 1;

-- What every five seconds of a machine amount to.
CREATE RULE summary INTO terminal AS
SELECT host, count(*) AS readings, round(avg(cpu)) AS meanCpu, round(max(memory)) AS peakMemory
FROM machines
GROUP BY host, TUMBLINGWINDOW(ss, 5);
