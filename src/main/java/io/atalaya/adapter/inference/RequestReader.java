package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.atalaya.cache.InputDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests: what they ask, as a hash, and the inputs that are published.
 *
 * <p>The hash is over everything but the {@code id}: version, segment, inputs, wanted outputs,
 * parameters, and what else there is. The order of members and of JSON inputs does not count, the
 * way in which numbers are written neither; tensors that follow as bytes count as those bytes.
 *
 * <p>Cost: two passes over the JSON, one over the bytes; no object is made for a value that is not
 * published. Stateless.
 */
final class RequestReader {

  /** Objects larger than this count in the order in which they are written. */
  private static final int SORTED_BYTES = 4096;

  /** The most numbers whose doubles are all exact. */
  private static final long EXACT = 1L << 53;

  private static final int LONGEST_SEGMENT = 256;

  private final List<String> features;
  private final Map<String, Double> rounding;

  /**
   * @param features names of the columns of the input tensor
   * @param rounding the steps by which features count, by name
   */
  RequestReader(List<String> features, Map<String, Double> rounding) {
    this.features = features;
    this.rounding = rounding;
  }

  /**
   * Reads a request.
   *
   * @param jsonLength how many bytes of it are JSON
   * @param version the version that the path names; null for none
   * @param segment the segment that a header names; null for none
   * @throws Malformed if it is no request
   */
  InferenceRequest read(
      byte[] body, int jsonLength, @Nullable String version, @Nullable String segment)
      throws Malformed {
    Message message = Message.read(body, jsonLength, "inputs");
    try {
      return new Reading(message).request(version, segment);
    } catch (JsonProcessingException e) {
      throw new Malformed("the body is no JSON: " + e.getOriginalMessage());
    } catch (Malformed e) {
      throw e;
    } catch (IOException e) {
      throw new Malformed("the body is no JSON: " + e.getMessage());
    }
  }

  /** One reading. */
  private final class Reading {

    private final Message message;
    private final InputDigest digest = new InputDigest();
    private final List<NamedColumns> published = new ArrayList<>();

    Reading(Message message) {
      this.message = message;
    }

    InferenceRequest request(@Nullable String version, @Nullable String header) throws IOException {
      Span place = message.members().get("parameters");
      SortedMap<String, Span> parameters = place == null ? new TreeMap<>() : members(place);
      String segment = header == null ? segment(parameters.get("segment")) : header;
      if (segment != null && (segment.isEmpty() || segment.length() > LONGEST_SEGMENT)) {
        throw new Malformed("the segment has not 1 to " + LONGEST_SEGMENT + " characters");
      }
      textOrNothing(version);
      textOrNothing(segment);
      canonical(message.members());
      List<Tensor> inputs = new ArrayList<>(message.tensors());
      if (!message.isBinary()) {
        inputs.sort(Comparator.comparing(Tensor::name));
      }
      digest.list(inputs.size());
      for (Tensor input : inputs) {
        add(input);
      }
      if (message.isBinary()) {
        digest.bytes(rest());
      }
      boolean stateful =
          parameters.containsKey("sequence_id") || parameters.containsKey("sequence_start");
      return new InferenceRequest(
          message.id(), digest.hash(), stateful, segment, rows(), List.copyOf(published));
    }

    private byte[] rest() {
      byte[] rest = new byte[message.body().length - message.jsonLength()];
      System.arraycopy(message.body(), message.jsonLength(), rest, 0, rest.length);
      return rest;
    }

    private long rows() {
      return message.tensors().isEmpty() ? 1 : message.tensors().getFirst().rows();
    }

    private @Nullable String segment(@Nullable Span place) throws IOException {
      if (place == null) {
        return null;
      }
      try (JsonParser json = parser(place)) {
        return json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : null;
      }
    }

    private void add(Tensor input) throws IOException {
      digest.text(input.name()).text(input.datatype()).list(input.shape().length);
      for (long dimension : input.shape()) {
        digest.number((double) dimension);
      }
      canonical(input.members());
      List<String> names = names(input);
      Columns columns = null;
      if (!names.isEmpty() && rows() <= InferenceRequest.MOST_ROWS) {
        columns = new Columns((int) rows(), names.size(), 0, names.size());
        published.add(new NamedColumns(names, columns));
      }
      digest.flag(input.data() != null);
      if (input.data() != null) {
        values(input, input.data(), steps(names), columns);
      } else if (input.raw() != null && columns != null) {
        RawValues.read(
            message.body(), input.raw(), input.datatype(), rows() * names.size(), columns);
      }
    }

    /** The names of a tensor's columns; none when they have none. */
    private List<String> names(Tensor input) {
      int columns = input.columns();
      if (input.rows() != rows() || columns == 0) {
        return List.of();
      }
      if (columns == features.size() && message.tensors().size() == 1) {
        return features;
      }
      return columns == 1 ? List.of(input.name()) : List.of();
    }

    private double @Nullable [] steps(List<String> names) {
      return names.stream().anyMatch(rounding::containsKey)
          ? names.stream().mapToDouble(name -> rounding.getOrDefault(name, Double.NaN)).toArray()
          : null;
    }

    private void values(
        Tensor input, Span data, double @Nullable [] steps, @Nullable Columns columns)
        throws IOException {
      boolean floating = input.datatype().startsWith("FP") || input.datatype().startsWith("BF");
      long told = 0;
      try (JsonParser json = parser(data)) {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
          if (!token.isScalarValue()) {
            structure(json, token);
            continue;
          }
          double step = steps == null ? Double.NaN : steps[(int) (told % steps.length)];
          if (!Double.isNaN(step) && token.isNumeric()) {
            digest.rounded(json.getDoubleValue(), step);
          } else if (floating && token.isNumeric()) {
            // The server reads it as a floating-point number, too.
            digest.number(json.getDoubleValue());
          } else {
            scalar(json, token);
          }
          if (columns != null) {
            JsonValues.tell(json, token, columns);
          }
          told++;
        }
      }
    }

    /** Members by name, so that their order does not count. */
    private void canonical(SortedMap<String, Span> members) throws IOException {
      digest.object(members.size());
      for (Map.Entry<String, Span> member : members.entrySet()) {
        digest.text(member.getKey());
        canonical(member.getValue());
      }
    }

    private void canonical(Span place) throws IOException {
      // Whatever is deep is read once for each level: only what is small may be.
      boolean sorted = place.size() <= SORTED_BYTES;
      digest.flag(sorted);
      try (JsonParser json = parser(place)) {
        JsonToken token = json.nextToken();
        if (sorted && token == JsonToken.START_OBJECT) {
          canonical(members(place));
        } else if (sorted && token == JsonToken.START_ARRAY) {
          List<Span> elements = elements(place);
          digest.list(elements.size());
          for (Span element : elements) {
            canonical(element);
          }
        } else {
          for (; token != null; token = json.nextToken()) {
            structure(json, token);
          }
        }
      }
    }

    private void structure(JsonParser json, JsonToken token) throws IOException {
      switch (token) {
        case START_ARRAY -> digest.list(1);
        case END_ARRAY -> digest.list(0);
        case START_OBJECT -> digest.object(1);
        case END_OBJECT -> digest.object(0);
        case FIELD_NAME -> digest.text(json.currentName());
        default -> scalar(json, token);
      }
    }

    private void scalar(JsonParser json, JsonToken token) throws IOException {
      switch (token) {
        case VALUE_STRING -> digest.text(json.getText());
        case VALUE_TRUE -> digest.flag(true);
        case VALUE_FALSE -> digest.flag(false);
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
        default -> digest.nothing();
      }
    }

    private void number(JsonParser json) throws IOException {
      JsonParser.NumberType type = json.getNumberType();
      boolean whole = type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
      if (whole && Math.abs(json.getLongValue()) <= EXACT) {
        digest.number((double) json.getLongValue());
      } else {
        digest.number(json.getDecimalValue());
      }
    }

    private void textOrNothing(@Nullable String text) {
      if (text == null) {
        digest.nothing();
      } else {
        digest.text(text);
      }
    }

    private SortedMap<String, Span> members(Span place) throws IOException {
      SortedMap<String, Span> members = new TreeMap<>();
      try (JsonParser json = parser(place)) {
        if (json.nextToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, span(json, place));
          }
        }
      }
      return members;
    }

    private List<Span> elements(Span place) throws IOException {
      List<Span> elements = new ArrayList<>();
      try (JsonParser json = parser(place)) {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(span(json, place));
        }
      }
      return elements;
    }

    private Span span(JsonParser json, Span within) throws IOException {
      int from = within.from() + (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      json.finishToken();
      return new Span(from, within.from() + (int) json.currentLocation().getByteOffset());
    }

    private JsonParser parser(Span place) throws IOException {
      return Message.JSON.createParser(message.body(), place.from(), place.size());
    }
  }
}
