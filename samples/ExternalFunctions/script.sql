-- What is known of the plant's pumps besides their readings: over gRPC, REST and msgpack-rpc, without a line of code.
CREATE STREAM readings (pump STRING, temperature FLOAT, vibration FLOAT, series ARRAY(FLOAT)) WITH (TYPE="file", DATASOURCE="readings.json");
CREATE SINK terminal () WITH (TYPE="stdout", sendSingle=TRUE);

-- A pump is judged once per reading, though it is asked for in three places.
CREATE RULE worn INTO terminal AS
SELECT
    pump,
    classify(temperature, vibration)->label AS state,
    classify(temperature, vibration)->score AS score,
    asset(concat("assets/", pump), "de")->hall AS hall,
    spread(series) AS spread
FROM readings
WHERE classify(temperature, vibration)->score > 0.1;
