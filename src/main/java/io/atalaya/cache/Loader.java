package io.atalaya.cache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the model. */
@FunctionalInterface
public interface Loader {

  /**
   * What the model answered.
   *
   * @param body the answer itself
   * @param confidence 0 to 1; NaN when the model gave none
   * @param version the model's version
   * @param segment the part of the traffic it belongs to; null when there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // answers are given, never compared
  record Loaded(byte[] body, double confidence, String version, @Nullable String segment) {}

  /** Asks the model now; failed when it gives no answer that may be kept. */
  CompletionStage<Loaded> load();
}
