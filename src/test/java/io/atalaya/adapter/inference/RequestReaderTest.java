package io.atalaya.adapter.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.atalaya.cache.InputHash;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  private static final String PLAIN =
      """
      {"id":"a","parameters":{"x":1,"y":{"p":1,"q":[2]}},"inputs":[
       {"name":"u","shape":[1,2],"datatype":"FP32","data":[1.5,2]},
       {"name":"v","shape":[1],"datatype":"INT64","data":[9007199254740993]}],
       "outputs":[{"name":"o","parameters":{"classification":1}}]}""";

  private final RequestReader reader = new RequestReader(List.of(), Map.of());

  private InferenceRequest read(String body) {
    return read(reader, body.getBytes(UTF_8), body.getBytes(UTF_8).length, null, null);
  }

  private static InferenceRequest read(
      RequestReader reader,
      byte[] body,
      int jsonLength,
      @Nullable String version,
      @Nullable String segment) {
    try {
      return reader.read(body, jsonLength, version, segment);
    } catch (Malformed e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private InputHash hash(String body) {
    return read(body).hash();
  }

  @Test
  void orderSpaceIdAndTheWritingOfNumbersDoNotCount() {
    InputHash plain = hash(PLAIN);

    assertEquals(plain, hash(PLAIN.replace("\"a\"", "\"other\"")));
    assertEquals(plain, hash(PLAIN.replace("\n", "").replace(" ", "")));
    assertEquals(plain, hash(PLAIN.replace("[1.5,2]", "[ 15e-1 , 2.0 ]")));
    assertEquals(plain, hash(PLAIN.replace("{\"p\":1,\"q\":[2]}", "{\"q\":[2.0],\"p\":1}")));
    assertEquals(
        plain,
        hash(
            """
            {"outputs":[{"parameters":{"classification":1},"name":"o"}],"inputs":[
             {"data":[9007199254740993],"name":"v","datatype":"INT64","shape":[1]},
             {"data":[1.5,2],"shape":[1,2],"name":"u","datatype":"FP32"}],
             "parameters":{"y":{"p":1,"q":[2]},"x":1}}"""));
  }

  @Test
  void everythingElseCounts() {
    InputHash plain = hash(PLAIN);

    for (String other :
        List.of(
            PLAIN.replace("\"x\":1", "\"x\":2"),
            PLAIN.replace("\"x\":1", "\"x\":\"1\""),
            PLAIN.replace("\"x\":1", "\"x\":true"),
            PLAIN.replace("\"x\":1", "\"z\":1"),
            PLAIN.replace("[2]", "[2,2]"),
            PLAIN.replace("\"u\"", "\"w\""),
            PLAIN.replace("[1,2]", "[2,1]"),
            PLAIN.replace("FP32", "FP64"),
            PLAIN.replace("[1.5,2]", "[[1.5,2]]"),
            PLAIN.replace("[1.5,2]", "[1.5,2,2]"),
            PLAIN.replace("[1.5,2]", "[2,1.5]"),
            PLAIN.replace("[1.5,2]", "[1.5,\"2\"]"),
            PLAIN.replace("9007199254740993", "9007199254740992"),
            PLAIN.replace("\"o\"", "\"p\""),
            PLAIN.replace("\"outputs\"", "\"others\""))) {
      assertNotEquals(plain, hash(other), other);
    }
    byte[] body = PLAIN.getBytes(UTF_8);
    assertNotEquals(plain, read(reader, body, body.length, "1", null).hash());
    assertNotEquals(plain, read(reader, body, body.length, null, "1").hash());
    assertNotEquals(
        read(reader, body, body.length, "1", null).hash(),
        read(reader, body, body.length, null, "1").hash());
  }

  @Test
  void largeObjectsCountInTheirOrder() {
    String large = "\"x\":\"" + "x".repeat(5_000) + "\"";
    String one = PLAIN.replace("\"p\":1", "\"p\":1," + large);

    assertEquals(hash(one), hash(one.replace("\"x\":1,", " \"x\" : 1 ,")));
    assertNotEquals(hash(one), hash(PLAIN));
  }

  @Test
  void roundedColumnCountsByItsStep() {
    RequestReader rounding = new RequestReader(List.of("t", "n"), Map.of("t", 0.5));
    String body =
        "{\"inputs\":[{\"name\":\"u\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[%s]}]}";
    InputHash plain = hash(rounding, body.formatted("1.1,7,2.1,7"));

    assertEquals(plain, hash(rounding, body.formatted("0.9,7,2.2,7")));
    assertNotEquals(plain, hash(rounding, body.formatted("1.3,7,2.1,7")));
    assertNotEquals(plain, hash(rounding, body.formatted("1.1,7.1,2.1,7")));
    assertNotEquals(plain, hash(rounding, body.formatted("1.1,7,2.1,7.1")));
  }

  private static InputHash hash(RequestReader reader, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return read(reader, bytes, bytes.length, null, null).hash();
  }

  @Test
  void stateAndSegmentAreParameters() {
    assertTrue(read("{\"inputs\":[],\"parameters\":{\"sequence_id\":1}}").stateful());
    assertTrue(read("{\"inputs\":[],\"parameters\":{\"sequence_start\":true}}").stateful());
    assertEquals("north", read("{\"inputs\":[],\"parameters\":{\"segment\":\"north\"}}").segment());
    assertEquals(false, read("{\"inputs\":[],\"parameters\":{\"segments\":1}}").stateful());
  }

  @Test
  void columnsHaveTheConfiguredNamesOrThoseOfTheirTensors() {
    RequestReader named = new RequestReader(List.of("a", "b"), Map.of());
    InferenceRequest one =
        readPlain(
            named,
            "{\"inputs\":[{\"name\":\"u\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}");
    InferenceRequest two =
        readPlain(
            named,
            """
            {"inputs":[{"name":"u","shape":[2],"datatype":"BYTES","data":["x","y"]},
             {"name":"v","shape":[2,1],"datatype":"BOOL","data":[true,false]},
             {"name":"w","shape":[2,3],"datatype":"FP32","data":[1,2,3,4,5,6]}]}""");

    assertEquals(List.of("a", "b"), one.features().getFirst().names());
    assertEquals(2.0, one.features().getFirst().values().at(0, 1));
    assertEquals(2, two.rows());
    assertEquals(
        List.of(List.of("u"), List.of("v")),
        two.features().stream().map(NamedColumns::names).toList());
    assertEquals("y", two.features().getFirst().values().at(1, 0));
    assertEquals(false, two.features().getLast().values().at(1, 0));
  }

  private static InferenceRequest readPlain(RequestReader reader, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return read(reader, bytes, bytes.length, null, null);
  }

  @Test
  void batchAboveTheLimitHasNoFeatures() {
    String body =
        "{\"inputs\":[{\"name\":\"u\",\"shape\":[%d],\"datatype\":\"FP32\",\"data\":[]}]}";

    assertTrue(read(body.formatted(1_000)).isPublished());
    assertEquals(1, read(body.formatted(1_000)).features().size());
    assertEquals(false, read(body.formatted(1_001)).isPublished());
    assertEquals(List.of(), read(body.formatted(1_001)).features());
  }

  @Test
  void tensorsAsBytesCountAsBytes() {
    RequestReader named = new RequestReader(List.of("a", "b"), Map.of());
    String header =
        "{\"id\":\"%s\",\"inputs\":[{\"name\":\"u\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}}]}";
    InferenceRequest plain = binary(named, header.formatted("x"), 1, 2);

    assertEquals(2.0, plain.features().getFirst().values().at(0, 1));
    assertEquals(plain.hash(), binary(named, header.formatted("yy"), 1, 2).hash());
    assertNotEquals(plain.hash(), binary(named, header.formatted("x"), 1, 3).hash());
    String bare = header.formatted("x").replace(",\"parameters\":{\"binary_data_size\":8}", "");
    assertEquals(2.0, binary(named, bare, 1, 2).features().getFirst().values().at(0, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> binary(named, header.formatted("x").replace(":8", ":9"), 1, 2));
  }

  private static InferenceRequest binary(RequestReader reader, String header, float... values) {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer body =
        ByteBuffer.allocate(json.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json);
    for (float value : values) {
      body.putFloat(value);
    }
    return read(reader, body.array(), json.length, null, null);
  }

  @Test
  void largeTensorsMakeNoObjects() {
    String body =
        "{\"inputs\":[{\"name\":\"u\",\"shape\":[1,1000000],\"datatype\":\"FP32\",\"data\":[%s0]}]}"
            .formatted("0.125,".repeat(999_999));
    byte[] bytes = body.getBytes(UTF_8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    read(reader, bytes, bytes.length, null, null);

    long before = threads.getCurrentThreadAllocatedBytes();
    read(reader, bytes, bytes.length, null, null);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(allocated < 100_000, allocated + " bytes");
  }
}
