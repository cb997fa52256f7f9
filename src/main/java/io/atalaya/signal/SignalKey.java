package io.atalaya.signal;

import io.atalaya.codec.CompositeKey;

/**
 * What a signal is about. The topic keeps the last signal of every key.
 *
 * @param model the model's name
 * @param version the model's version
 * @param check the name of the check
 * @param window the label of the window's length, see {@link io.atalaya.window.WindowLabel}
 */
public record SignalKey(String model, String version, String check, String window) {

  public SignalKey {
    requireText("model", model);
    requireText("version", version);
    requireText("check", check);
    requireText("window", window);
  }

  /** The record key on the topic: {@code model/version/check/window}. */
  public String text() {
    return CompositeKey.of(model, version, check, window);
  }

  private static void requireText(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + ": is empty; a signal names what it is about");
    }
  }
}
