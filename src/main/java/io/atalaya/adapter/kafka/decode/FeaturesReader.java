package io.atalaya.adapter.kafka.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.event.Features;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the features of a prediction: numbers, strings, booleans and nulls by name.
 *
 * <p>The events of one model have the same names in the same order. Such a layout is checked once
 * and kept, so that events share the array of names, and readers can tell by its identity that they
 * have seen it. Of a name given twice the last value counts. Memory: {@value #LAYOUTS} layouts and
 * as many orders of at most {@value #MAX_FEATURES} names. For one thread.
 */
final class FeaturesReader {

  private static final int MAX_FEATURES = NameOrder.MAX_NAMES;
  private static final int LAYOUTS = 64;

  /** Distinct names, and the categories of an event that has none. */
  private static final class Layout {
    final String[] names;
    final @Nullable String[] noCategories;

    Layout(String[] names) {
      this.names = names;
      noCategories = new String[names.length];
    }
  }

  /** What the last event of a model had. */
  private static final class Last {
    final NameOrder order = new NameOrder();
    @Nullable Layout layout;
    int changes;

    /** The layout, if the names read just now are those that it was found for. */
    @Nullable Layout layout() {
      return layout != null && layout.names.length == order.count() && changes == order.changes()
          ? layout
          : null;
    }
  }

  private final FieldReader fields;
  private final @Nullable Layout[] layouts = new Layout[LAYOUTS];
  private final @Nullable Last[] last = new Last[LAYOUTS];
  private String[] names = new String[16];
  private double[] numbers = new double[16];
  private @Nullable String[] categories = new String[16];
  private int size;
  private boolean numeric = true;

  FeaturesReader(FieldReader fields) {
    this.fields = fields;
  }

  /** The features of the object, or the null, on which the parser stands. */
  Features read(JsonParser json) throws IOException, Rejection {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Features.NONE;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Rejection.invalid(json, "an object of numbers, strings, booleans or nulls");
    }
    restart();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      double number = number(json);
      String category = category(json);
      append(number, category);
      names[size - 1] = name;
    }
    return features(layout());
  }

  /** As {@link #read(JsonParser)}, of plain JSON; what that would reject is declined. */
  Features read(PlainFields plain, @Nullable String model) {
    if (plain.json.skipNull()) {
      return Features.NONE;
    }
    restart();
    Last before = last(model);
    NameOrder order = before.order;
    order.restart();
    try {
      while (order.next(plain)) {
        switch (plain.json.peek()) {
          case 'n' -> {
            plain.json.skipNull();
            append(Double.NaN, null);
          }
          case '"' -> append(Double.NaN, plain.category());
          case 't', 'f' -> append(Double.NaN, String.valueOf(plain.json.readBoolean()));
          default -> append(plain.finite(), null);
        }
      }
      Layout layout = before.layout();
      if (layout == null && !plain.json.isDeclined()) {
        System.arraycopy(order.names(), 0, names, 0, size);
        layout = layout();
        before.layout = layout;
        before.changes = order.changes();
      }
      return layout == null ? Features.NONE : features(layout);
    } catch (Rejection rejection) {
      plain.json.decline();
      return Features.NONE;
    }
  }

  private Last last(@Nullable String model) {
    int slot = model == null ? 0 : slot(model.hashCode(), LAYOUTS);
    Last known = last[slot];
    if (known == null) {
      known = new Last();
      last[slot] = known;
    }
    return known;
  }

  private double number(JsonParser json) throws IOException, Rejection {
    return json.currentToken().isNumeric() ? fields.finite(json) : Double.NaN;
  }

  private @Nullable String category(JsonParser json) throws IOException, Rejection {
    return switch (json.currentToken()) {
      case VALUE_NULL, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> null;
      case VALUE_STRING -> fields.category(json);
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      default ->
          throw Rejection.invalid(json, "a number, a string, a boolean or null (nothing nested)");
    };
  }

  private void restart() {
    size = 0;
    if (!numeric) {
      Arrays.fill(categories, null);
      numeric = true;
    }
  }

  private void append(double number, @Nullable String category) throws Rejection {
    if (size == MAX_FEATURES) {
      throw Rejection.invalid(
          "features", "an object of more entries", "one of at most " + MAX_FEATURES);
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      categories = Arrays.copyOf(categories, 2 * size);
    }
    numbers[size] = number;
    if (category != null) {
      categories[size] = category;
      numeric = false;
    }
    size++;
  }

  private Features features(Layout layout) {
    return size == 0
        ? Features.EMPTY
        : new Features(
            layout.names,
            Arrays.copyOf(numbers, size),
            numeric ? layout.noCategories : Arrays.copyOf(categories, size));
  }

  /** The layout of the names, of which a repeated one is dropped before. */
  private Layout layout() throws Rejection {
    int hash = 0;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + names[i].hashCode();
    }
    int slot = slot(hash, LAYOUTS);
    Layout layout = layouts[slot];
    if (layout == null || !Arrays.equals(layout.names, 0, layout.names.length, names, 0, size)) {
      dropRepeated();
      layout = new Layout(checkedNames());
      layouts[slot] = layout;
    }
    return layout;
  }

  private static int slot(int hash, int slots) {
    return (hash ^ hash >>> 16) & slots - 1;
  }

  /** Leaves of every name the last value, at the place of the first. */
  private void dropRepeated() {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      int place = places.computeIfAbsent(names[i], name -> places.size());
      names[place] = names[i];
      numbers[place] = numbers[i];
      categories[place] = categories[i];
    }
    size = places.size();
  }

  private String[] checkedNames() throws Rejection {
    for (int i = 0; i < size; i++) {
      if (!Text.isIdentifier(names[i])) {
        throw Rejection.invalid(
            "a name in features", Text.quoted(names[i]), "of 1 to 256 characters, none a control");
      }
    }
    return Arrays.copyOf(names, size);
  }
}
