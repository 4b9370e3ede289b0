CREATE STREAM readings () WITH (TYPE="random", SEED="7", INTERVAL="20ms", PATTERN="{\"station\": 3}");

SELECT station, accumulateWordCount(concat("station ", station), " ") AS words FROM readings;
