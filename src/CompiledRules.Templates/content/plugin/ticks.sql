CREATE STREAM ticks () WITH (TYPE="tick", INTERVAL="200", STEP="10");
SELECT count, fahrenheit(count) AS fahrenheit FROM ticks;
