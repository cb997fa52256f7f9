package io.atalaya.adapter.probe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An input of a test prediction. An argument out of its bounds is refused with a message that
 * begins with its configuration key.
 *
 * @param name the input's name
 * @param datatype the type of its elements
 * @param shape its dimensions, each 1 or more
 * @param data its elements in row-major order, as text; one element fills the tensor
 */
public record InputTensor(String name, Datatype datatype, List<Integer> shape, List<String> data) {

  private static final long MOST_ELEMENTS = 1_000_000;

  public InputTensor {
    shape = List.copyOf(shape);
    data = List.copyOf(data);
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: is empty: give the name of the input");
    }
    long elements = elements(shape);
    if (data.size() != 1 && data.size() != elements) {
      throw new IllegalArgumentException(
          "data: %d elements, but shape %s has %d: give as many, or one that fills the tensor"
              .formatted(data.size(), shape, elements));
    }
    data.forEach(datatype::element);
  }

  private static long elements(List<Integer> shape) {
    long elements = 1;
    for (int dimension : shape) {
      if (dimension < 1) {
        throw new IllegalArgumentException(
            "shape: %d is below 1: give what a request has, for example [1, 7]"
                .formatted(dimension));
      }
      elements = Math.min(elements * dimension, MOST_ELEMENTS + 1);
    }
    if (elements > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "shape: %s has more than %d elements".formatted(shape, MOST_ELEMENTS));
    }
    return elements;
  }

  /** The tensor as the protocol writes it. */
  ObjectNode json() {
    ObjectNode tensor = JsonBody.MAPPER.createObjectNode();
    tensor.put("name", name).put("datatype", datatype.name());
    ArrayNode dimensions = tensor.putArray("shape");
    shape.forEach(dimensions::add);
    ArrayNode elements = tensor.putArray("data");
    long count = elements(shape);
    for (int i = 0; i < count; i++) {
      JsonNode element = datatype.element(data.get(data.size() == 1 ? 0 : i));
      elements.add(element);
    }
    return tensor;
  }
}
