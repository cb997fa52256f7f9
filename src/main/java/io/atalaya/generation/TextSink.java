package io.atalaya.generation;

/** Port: takes generated texts off the hot path. Safe for use by several threads. */
@FunctionalInterface
public interface TextSink {

  /** Leaves nothing to be done. */
  TextSink NONE = (text, settings) -> {};

  /** Leaves a text to be scored, if it is chosen and there is room. Returns at once. */
  void offer(GeneratedText text, ScoringSettings settings);
}
