package io.atalaya.signal;

/**
 * What a signal is about. The topic keeps the last signal of every key.
 *
 * @param model the model's name
 * @param version the model's version
 * @param check the name of the check
 * @param window the label of the window's length, see {@link WindowLabel}
 */
public record SignalKey(String model, String version, String check, String window) {

  public SignalKey {
    requireText("model", model);
    requireText("version", version);
    requireText("check", check);
    requireText("window", window);
  }

  /**
   * The record key on the topic: {@code model/version/check/window}. A slash or percent sign inside
   * a part is percent-encoded, so that different keys never read the same.
   */
  public String text() {
    return String.join("/", encoded(model), encoded(version), encoded(check), encoded(window));
  }

  private static String encoded(String part) {
    return part.replace("%", "%25").replace("/", "%2F");
  }

  private static void requireText(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + ": is empty; a signal names what it is about");
    }
  }
}
