package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of the protocol: JSON, after which the bytes of tensors may follow.
 *
 * <p>Reading finds out where everything stands and makes no values: it costs one pass over the JSON
 * and memory for the names alone, however large the tensors are. Immutable.
 *
 * @param body all of it
 * @param jsonLength how many bytes of it are JSON
 * @param id its {@code id}; null when it has none
 * @param idField where the field {@code id} stands, its name included; null when it has none
 * @param members where its other members stand, by name, without the tensors
 * @param tensors its tensors, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // messages are read, never compared
record Message(
    byte[] body,
    int jsonLength,
    @Nullable String id,
    @Nullable Span idField,
    SortedMap<String, Span> members,
    List<Tensor> tensors) {

  /** How all JSON of the protocol is read; a member that stands twice would have two meanings. */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  /** Whether bytes follow the JSON. */
  boolean isBinary() {
    return jsonLength < body.length;
  }

  /**
   * Reads a message.
   *
   * @param jsonLength how many bytes are JSON; those of the whole body when none follow
   * @param tensorsName {@code inputs} or {@code outputs}
   * @throws Malformed if it is not a JSON object with tensors
   */
  static Message read(byte[] body, int jsonLength, String tensorsName) throws Malformed {
    if (jsonLength < 0 || jsonLength > body.length) {
      throw new Malformed(
          "Inference-Header-Content-Length is %d, and the body has %d bytes"
              .formatted(jsonLength, body.length));
    }
    try (JsonParser json = JSON.createParser(body, 0, jsonLength)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("the body is no JSON object");
      }
      Message message = new Reading(body, jsonLength, json).message(tensorsName);
      if (json.nextToken() != null) {
        throw new Malformed("something follows the JSON object");
      }
      return message;
    } catch (JsonProcessingException e) {
      throw new Malformed("the body is no JSON: " + e.getOriginalMessage());
    } catch (Malformed e) {
      throw e;
    } catch (IOException e) {
      throw new Malformed("the body is no JSON: " + e.getMessage());
    }
  }

  /** One reading. */
  private static final class Reading {

    private final byte[] body;
    private final int jsonLength;
    private final JsonParser json;
    private final SortedMap<String, Span> members = new TreeMap<>();
    private @Nullable String id;
    private @Nullable Span idField;

    Reading(byte[] body, int jsonLength, JsonParser json) {
      this.body = body;
      this.jsonLength = jsonLength;
      this.json = json;
    }

    Message message(String tensorsName) throws IOException {
      List<Tensor> tensors = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        int from = tokenStart();
        json.nextToken();
        if (name.equals("id")) {
          id = string("id");
          idField = new Span(from, end());
        } else if (name.equals(tensorsName)) {
          tensors = tensors(tensorsName);
        } else {
          members.put(name, span());
        }
      }
      if (tensors == null) {
        throw new Malformed("the body has no " + tensorsName);
      }
      return new Message(body, jsonLength, id, idField, members, placed(tensors));
    }

    private List<Tensor> tensors(String where) throws IOException {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw new Malformed(where + " is no list");
      }
      List<Tensor> tensors = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        tensors.add(tensor(where));
      }
      if (json.currentToken() != JsonToken.END_ARRAY) {
        throw new Malformed(where + " has an element that is no object");
      }
      return tensors;
    }

    private Tensor tensor(String where) throws IOException {
      SortedMap<String, Span> others = new TreeMap<>();
      String name = null;
      String datatype = null;
      long[] shape = null;
      Span data = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "name" -> name = string(where + ".name");
          case "datatype" -> datatype = string(where + ".datatype");
          case "shape" -> shape = shape(where + ".shape");
          case "data" -> data = span();
          default -> others.put(member, span());
        }
      }
      if (name == null || datatype == null || shape == null) {
        throw new Malformed(
            "an element of %s lacks name, datatype or shape: give all three".formatted(where));
      }
      return new Tensor(name, datatype, shape, others, data, null);
    }

    private long[] shape(String where) throws IOException {
      long[] shape = new long[8];
      int size = 0;
      boolean list = json.currentToken() == JsonToken.START_ARRAY;
      while (list && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        if (size == shape.length) {
          shape = Arrays.copyOf(shape, 2 * size);
        }
        shape[size] = json.getLongValue();
        if (shape[size++] < 0) {
          throw new Malformed(where + " has a dimension below 0");
        }
      }
      if (!list || json.currentToken() != JsonToken.END_ARRAY) {
        throw new Malformed(where + " is no list of whole numbers");
      }
      return Arrays.copyOf(shape, size);
    }

    /** Gives each tensor its bytes after the JSON, in their order. */
    private List<Tensor> placed(List<Tensor> tensors) throws IOException {
      if (jsonLength == body.length) {
        return List.copyOf(tensors);
      }
      List<Tensor> placed = new ArrayList<>();
      int from = jsonLength;
      for (Tensor tensor : tensors) {
        long size = binarySize(tensor);
        if (size < 0 && tensor.data() == null && tensors.size() == 1) {
          // What a model server does too: the only tensor has all there is.
          size = (long) body.length - from;
        }
        if (size > body.length - from) {
          throw new Malformed(
              "binary_data_size of %s is more than the body has".formatted(tensor.name()));
        }
        if (size < 0) {
          placed.add(tensor);
        } else {
          placed.add(tensor.withRaw(new Span(from, from + (int) size)));
          from += (int) size;
        }
      }
      return List.copyOf(placed);
    }

    private long binarySize(Tensor tensor) throws IOException {
      Span parameters = tensor.members().get("parameters");
      if (parameters == null) {
        return -1;
      }
      try (JsonParser in = JSON.createParser(body, parameters.from(), parameters.size())) {
        if (in.nextToken() == JsonToken.START_OBJECT) {
          while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals("binary_data_size")) {
              return in.getLongValue();
            }
            in.skipChildren();
          }
        }
        return -1;
      }
    }

    private String string(String where) throws IOException {
      if (json.currentToken() != JsonToken.VALUE_STRING) {
        throw new Malformed(where + " is no string");
      }
      return json.getText();
    }

    private Span span() throws IOException {
      int from = tokenStart();
      json.skipChildren();
      return new Span(from, end());
    }

    private int tokenStart() {
      return (int) json.currentTokenLocation().getByteOffset();
    }

    /** A string or a number is read to its end only when it is asked for. */
    private int end() throws IOException {
      json.finishToken();
      return (int) json.currentLocation().getByteOffset();
    }
  }
}
