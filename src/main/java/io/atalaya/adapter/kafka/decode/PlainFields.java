package io.atalaya.adapter.kafka.decode;

import io.atalaya.codec.IsoTime;
import io.atalaya.event.Label;
import io.atalaya.event.PredictionId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one field of plain JSON, as {@link FieldReader} does; where that would reject,
 * this declines. For one thread.
 */
final class PlainFields {

  final PlainJson json = new PlainJson();
  private final IsoTime times = new IsoTime();
  private final RecentStrings recent;

  PlainFields(RecentStrings recent) {
    this.recent = recent;
  }

  /** An identifier that comes again. */
  @Nullable String name() {
    if (json.skipNull()) {
      return null;
    }
    json.readString();
    return identifier();
  }

  /** A word of at most {@code most} characters that comes again. */
  @Nullable String word(int most) {
    String word = name();
    // Plain strings have no surrogates: a char is a character.
    require(word == null || word.length() <= most);
    return word;
  }

  /** The name of an input or a class, with its colon. */
  String key() {
    json.readName();
    return identifier();
  }

  private String identifier() {
    requireIdentifier();
    return recent.of(json.text(), json.from(), json.to());
  }

  /** An identifier of one event: a string, or an integer taken as its text. */
  @Nullable PredictionId id() {
    if (json.skipNull()) {
      return null;
    }
    if (json.peek() == '"') {
      json.readString();
      requireIdentifier();
    } else {
      json.readNumber();
      require(json.isInteger());
    }
    return PredictionId.of(json.text(), json.from(), json.to());
  }

  @Nullable Label label() {
    return switch (json.peek()) {
      case 'n' -> {
        json.skipNull();
        yield null;
      }
      case 't', 'f' -> new Label.Category(String.valueOf(json.readBoolean()));
      case '"' -> {
        String category = category();
        requireIdentifier();
        yield new Label.Category(category);
      }
      default -> new Label.Numeric(finite());
    };
  }

  /** A finite number from {@code min} to {@code max}; NaN when not given. */
  double number(double min, double max) {
    if (json.skipNull()) {
      return Double.NaN;
    }
    double number = finite();
    require(min <= number && number <= max);
    return number;
  }

  /** Any finite number of a moderate magnitude. */
  double finite() {
    double number = json.readNumber();
    if (Math.abs(number) <= FieldReader.MAX_MAGNITUDE) {
      return number;
    }
    json.decline();
    return 0;
  }

  /** A string as the name of a category, empty or not. */
  String category() {
    json.readString();
    String category = recent.of(json.text(), json.from(), json.to());
    require(!Text.isNonFinite(category));
    return category;
  }

  /** A whole number from 0 to {@code max}; NaN when not given. */
  double whole(double max) {
    double number = number(0, max);
    require(number == Math.rint(number) || Double.isNaN(number));
    return number;
  }

  /** Words for people, of at most {@code max} characters. */
  @Nullable String words(int max) {
    if (json.skipNull()) {
      return null;
    }
    String words = json.readText();
    require(words.length() <= max);
    return words;
  }

  @Nullable Boolean bool() {
    return json.skipNull() ? null : json.readBoolean();
  }

  void schema() {
    double schema = number(1, Double.MAX_VALUE);
    require(schema == Math.rint(schema) || Double.isNaN(schema));
  }

  /** A time in milliseconds since the epoch; {@link FieldReader#ABSENT} when not given. */
  long time() {
    if (json.skipNull()) {
      return FieldReader.ABSENT;
    }
    if (json.peek() == '"') {
      json.readString();
      long time = times.parse(json.text(), json.from(), json.to());
      require(time != IsoTime.INVALID);
      return time;
    }
    double millis = finite();
    require(millis >= IsoTime.LEAST_EPOCH_MILLIS);
    return (long) Math.floor(millis);
  }

  /** Passes over a value of an unknown field, unless it is nested. */
  void skipScalar() {
    switch (json.peek()) {
      case '"' -> json.readString();
      case 't', 'f' -> json.readBoolean();
      case 'n' -> json.skipNull();
      default -> json.readNumber();
    }
  }

  /** Declines when the contract is not kept, or might not be. */
  void require(boolean kept) {
    if (!kept) {
      json.decline();
    }
  }

  /** Plain strings have neither controls nor surrogates. */
  private void requireIdentifier() {
    int length = json.to() - json.from();
    require(length > 0 && length <= Text.MAX_IDENTIFIER);
  }
}
