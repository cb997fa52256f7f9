package io.atalaya.adapter.kafka.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameOrderTest {

  private static final String[] NAMES = {"id", "i", "identity", "time", "times", "value", "model"};
  private static final String[] SPACES = {"", "", " ", "\n\t"};

  private final PlainFields plain = new PlainFields(new RecentStrings());
  private final NameOrder order = new NameOrder();

  /** The names of an object whose values are numbers, read to its end. */
  private List<String> read(String object) {
    plain.json.start(Decoding.utf8(object));
    order.restart();
    List<String> names = new ArrayList<>();
    while (order.next(plain)) {
      String name = order.names()[order.count() - 1];
      assertEquals(Field.of(name), order.field(), object);
      names.add(name);
      assertEquals(names.size(), plain.finite(), object);
    }
    plain.json.expectEnd();
    return names;
  }

  private static String object(List<String> names, String space) {
    StringBuilder object = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      object.append(i == 0 ? "" : "," + space).append('"').append(names.get(i)).append("\":");
      object.append(space).append(i + 1);
    }
    return object.append('}').toString();
  }

  @Test
  void namesAreReadWhateverCameBefore() {
    Random random = new Random(20261201);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      if (!names.isEmpty() && random.nextInt(3) == 0) {
        names.remove(random.nextInt(names.size()));
      }
      if (names.size() < 20 && random.nextInt(3) == 0) {
        names.add(random.nextInt(names.size() + 1), NAMES[random.nextInt(NAMES.length)]);
      }
      assertEquals(names, read(object(names, SPACES[random.nextInt(SPACES.length)])));
      assertFalse(plain.json.isDeclined());
    }
  }

  @Test
  void onlyWhatDiffersIsAChange() {
    String object = object(List.of("id", "model", "time"), " ");
    assertEquals(3, read(object).size());
    assertEquals(3, order.changes());
    assertEquals(3, read(object).size());
    assertEquals(2, read(object(List.of("id", "model"), " ")).size());
    assertEquals(3, order.changes());
    assertEquals(3, read(object(List.of("id", "value", "time"), " ")).size());
    assertEquals(4, order.changes());
  }

  @Test
  void aBrokenObjectIsDeclinedThoughItsNamesAreKnown() {
    assertEquals(2, read("{\"id\":1,\"time\":2}").size());
    for (String broken :
        List.of("{\"id\":1,\"time\":2", "{\"id\":1 2,\"time\":2}", "{\"id\":1\"time\":2}", "")) {
      assertTrue(read(broken).size() < 3);
      assertTrue(plain.json.isDeclined(), broken);
    }
    assertEquals(2, read("{\"id\":1,\"time\":2}").size());
    assertFalse(plain.json.isDeclined());
  }

  @Test
  void muchSpaceIsDeclined() {
    assertEquals(0, read("{\"id\":" + " ".repeat(400) + "1}").size());
    assertTrue(plain.json.isDeclined());
    assertEquals(1, read("{\"id\":" + " ".repeat(300) + "1}").size());
    assertFalse(plain.json.isDeclined());
  }

  @Test
  void moreThanAThousandNamesAreDeclined() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      names.add("name" + i);
    }
    assertEquals(names, read(object(names, "")));
    names.add("another");
    assertEquals(names.subList(0, 1000), read(object(names, "")));
    assertTrue(plain.json.isDeclined());
  }
}
