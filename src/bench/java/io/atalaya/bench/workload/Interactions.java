package io.atalaya.bench.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What people did with {@link Deliveries}, as JSON: of each type one for each prediction. All but
 * visits name it. About 130 bytes each.
 *
 * <p>For one thread: the buffer is used again.
 */
public final class Interactions {

  private static final byte[] VALUE = ascii(",\"value\":");
  private static final byte[] TIME = ascii("\"time\":\"");
  private static final byte[] ID = ascii("\",\"id\":\"");
  private static final byte[] QUOTE = ascii("\"");
  private static final byte[] END = ascii("}");

  private final JsonText json = new JsonText();

  /** What is done. */
  public enum Type {
    /** The duration was shown. */
    IMPRESSION(true),
    /** Somebody asked for details of it. */
    CLICK(true),
    /** Somebody said how good it was, 1 to 5. */
    RATING(true),
    /** Somebody came, before anything was predicted. */
    VISIT(false);

    private final boolean named;
    private final String start;

    Type(boolean named) {
      this.named = named;
      start = "{\"model\":\"" + Deliveries.MODEL + "\",\"type\":\"" + word() + "\",";
    }

    /** Whether it names a prediction. */
    boolean isNamed() {
      return named;
    }

    /** What events and figures call it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The interaction of that type with the i-th prediction, whose identifier is {@code id}. */
  public byte[] interaction(Type type, long i, byte[] id, long timeMillis) {
    json.clear()
        .text(ascii(type.start))
        .text(TIME)
        .text(ascii(Instant.ofEpochMilli(timeMillis).toString()));
    if (type.named) {
      json.text(ID).text(id).text(QUOTE);
    } else {
      json.text(ascii("\",\"version\":\"" + Deliveries.VERSION + "\",\"segment\":\"web\""));
    }
    if (type == Type.RATING) {
      json.text(VALUE).decimal(1 + new SplittableRandom(i).nextInt(5), 0);
    }
    return json.text(END).toBytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
