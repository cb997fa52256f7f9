package io.atalaya.adapter.kafka.decode;

/** The fields of all kinds of event, and the marks of a CloudEvent's envelope. */
enum Field {
  ACTUAL,
  CACHED,
  CHANGE,
  COMPLETION,
  COMPLETION_TOKENS,
  CONFIDENCE,
  COORDINATES,
  DATA,
  DETAIL,
  DURATION,
  ERROR,
  FEATURES,
  FINISH_REASON,
  ID,
  INTERVAL,
  KEY,
  LATENCY,
  MODEL,
  PROBABILITIES,
  PROMPT,
  PROMPT_TOKENS,
  RETRACTED,
  SCHEMA,
  SCOPE,
  SCORES,
  SEGMENT,
  SPECVERSION,
  TIME,
  TIME_TO_FIRST_TOKEN,
  TYPE,
  VALUE,
  VERSION,
  /** Every other name. */
  UNKNOWN;

  /** The field of a name. */
  static Field of(String name) {
    return switch (name) {
      case "actual" -> ACTUAL;
      case "cached" -> CACHED;
      case "change" -> CHANGE;
      case "completion" -> COMPLETION;
      case "completion_tokens" -> COMPLETION_TOKENS;
      case "confidence" -> CONFIDENCE;
      case "coordinates" -> COORDINATES;
      case "data", "data_base64" -> DATA;
      case "detail" -> DETAIL;
      case "duration_ms" -> DURATION;
      case "error" -> ERROR;
      case "features" -> FEATURES;
      case "finish_reason" -> FINISH_REASON;
      case "id" -> ID;
      case "interval" -> INTERVAL;
      case "key" -> KEY;
      case "latency_ms" -> LATENCY;
      case "model" -> MODEL;
      case "probabilities" -> PROBABILITIES;
      case "prompt" -> PROMPT;
      case "prompt_tokens" -> PROMPT_TOKENS;
      case "retracted" -> RETRACTED;
      case "schema" -> SCHEMA;
      case "scope" -> SCOPE;
      case "scores" -> SCORES;
      case "segment" -> SEGMENT;
      case "specversion" -> SPECVERSION;
      case "time" -> TIME;
      case "ttft_ms" -> TIME_TO_FIRST_TOKEN;
      case "type" -> TYPE;
      case "value" -> VALUE;
      case "version" -> VERSION;
      default -> UNKNOWN;
    };
  }
}
