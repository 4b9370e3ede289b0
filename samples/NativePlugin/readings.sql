CREATE STREAM readings () WITH (TYPE="random", SEED="7", INTERVAL="20ms", PATTERN="{\"station\": 3, \"celsius\": 40}");

CREATE TABLE stations (id BIGINT, name STRING, latitude FLOAT, longitude FLOAT) WITH (TYPE="stations", DATASOURCE="stations.csv", KIND="lookup");

CREATE SINK console () WITH (TYPE="stdout");

CREATE RULE places INTO console WITH (sendSingle=TRUE) AS
SELECT name, geohashEncode(latitude, longitude) AS cell, echo(celsius) AS celsius
FROM readings INNER JOIN stations ON readings.station = stations.id;
