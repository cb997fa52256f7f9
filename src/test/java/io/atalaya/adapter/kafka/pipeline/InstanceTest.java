package io.atalaya.adapter.kafka.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "ä", ".", ".."})
  void aNameThatKafkaWouldRefuseIsRefused(String name) {
    assertEquals(
        "'%s' is no name of an instance: give 1 to 200 letters, digits, dots, hyphens or underscores, for example atalaya-0"
            .formatted(name),
        assertThrows(IllegalArgumentException.class, () -> new Instance(name)).getMessage());
  }

  @Test
  void aNameHasAtMostTwoHundredCharacters() {
    assertEquals("a".repeat(200), new Instance("a".repeat(200)).name());
    assertThrows(IllegalArgumentException.class, () -> new Instance("a".repeat(201)));
  }

  @Test
  void whoIsGivenNoneIsCalledByHostAndPlace() {
    assertEquals("node-1.local-8080", Instance.at("node-1.local", "8080").name());
    assertEquals("a-b-8080", Instance.at("a b", "8080").name());
    assertEquals("a".repeat(195) + "-8080", Instance.at("a".repeat(300), "8080").name());
  }
}
