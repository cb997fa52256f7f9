package io.atalaya.adapter.kafka.decode;

/** The fields of all kinds of event, and the marks of a CloudEvent's envelope. */
enum Field {
  ACTUAL,
  CACHED,
  CHANGE,
  CONFIDENCE,
  DATA,
  DETAIL,
  ERROR,
  FEATURES,
  ID,
  INTERVAL,
  LATENCY,
  MODEL,
  PROBABILITIES,
  RETRACTED,
  SCHEMA,
  SEGMENT,
  SPECVERSION,
  TIME,
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
      case "confidence" -> CONFIDENCE;
      case "data", "data_base64" -> DATA;
      case "detail" -> DETAIL;
      case "error" -> ERROR;
      case "features" -> FEATURES;
      case "id" -> ID;
      case "interval" -> INTERVAL;
      case "latency_ms" -> LATENCY;
      case "model" -> MODEL;
      case "probabilities" -> PROBABILITIES;
      case "retracted" -> RETRACTED;
      case "schema" -> SCHEMA;
      case "segment" -> SEGMENT;
      case "specversion" -> SPECVERSION;
      case "time" -> TIME;
      case "type" -> TYPE;
      case "value" -> VALUE;
      case "version" -> VERSION;
      default -> UNKNOWN;
    };
  }
}
