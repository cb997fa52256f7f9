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
 * have seen it. Of a name given twice the last value counts. Memory: {@value #LAYOUTS} layouts of
 * at most {@value #MAX_FEATURES} names. For one thread.
 */
final class FeaturesReader {

  private static final int MAX_FEATURES = 1000;
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

  private final FieldReader fields;
  private final @Nullable Layout[] layouts = new Layout[LAYOUTS];
  private final @Nullable NameOrder[] orders = new NameOrder[LAYOUTS];
  private String[] names = new String[16];
  private double[] numbers = new double[16];
  private @Nullable String[] categories = new String[16];
  private int size;

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
    size = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      double number = number(json);
      String category = category(json);
      append(name, number, category);
    }
    return features();
  }

  /** As {@link #read(JsonParser)}, of plain JSON; what that would reject is declined. */
  Features read(PlainFields plain, @Nullable String model) {
    if (plain.json.skipNull()) {
      return Features.NONE;
    }
    size = 0;
    NameOrder order = order(model);
    order.restart();
    try {
      for (plain.json.enterObject(); plain.json.hasMember(); ) {
        String name = order.read(plain);
        switch (plain.json.peek()) {
          case 'n' -> {
            plain.json.skipNull();
            append(name, Double.NaN, null);
          }
          case '"' -> append(name, Double.NaN, plain.category());
          case 't', 'f' -> append(name, Double.NaN, String.valueOf(plain.json.readBoolean()));
          default -> append(name, plain.finite(), null);
        }
      }
      return features();
    } catch (Rejection rejection) {
      plain.json.decline();
      return Features.NONE;
    }
  }

  private NameOrder order(@Nullable String model) {
    int slot = model == null ? 0 : slot(model.hashCode(), orders.length);
    NameOrder order = orders[slot];
    if (order == null) {
      order = new NameOrder();
      orders[slot] = order;
    }
    return order;
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

  private void append(String name, double number, @Nullable String category) throws Rejection {
    if (size == MAX_FEATURES) {
      throw Rejection.invalid(
          "features", "an object of more entries", "one of at most " + MAX_FEATURES);
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
      categories = Arrays.copyOf(categories, 2 * size);
    }
    names[size] = name;
    numbers[size] = number;
    categories[size] = category;
    size++;
  }

  private Features features() throws Rejection {
    if (size == 0) {
      return Features.NONE;
    }
    int hash = 0;
    boolean numeric = true;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + names[i].hashCode();
      numeric &= categories[i] == null;
    }
    int slot = slot(hash, LAYOUTS);
    Layout layout = layouts[slot];
    if (layout == null || !Arrays.equals(layout.names, 0, layout.names.length, names, 0, size)) {
      dropRepeated();
      layout = new Layout(checkedNames());
      layouts[slot] = layout;
    }
    return new Features(
        layout.names,
        Arrays.copyOf(numbers, size),
        numeric ? layout.noCategories : Arrays.copyOf(categories, size));
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
