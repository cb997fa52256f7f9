package io.atalaya.demo.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.demo.texts.TemplateWriter.Fault;
import io.atalaya.demo.texts.TemplateWriter.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TemplateWriterTest {

  private static final List<Product> PRODUCTS = Product.load();

  private final TemplateWriter writer = new TemplateWriter();

  /** The products that the sentences of a text are of, in their order. */
  private static List<Integer> sources(Written text) {
    return IntStream.range(0, PRODUCTS.size())
        .boxed()
        .flatMap(
            product ->
                PRODUCTS.get(product).sentences().stream()
                    .filter(text.completion()::contains)
                    .map(sentence -> product))
        .toList();
  }

  @Test
  void everyProductHasSixSentences() {
    assertEquals(10, PRODUCTS.size());
    PRODUCTS.forEach(product -> assertEquals(6, product.sentences().size(), product.attributes()));
  }

  @Test
  void aGoodTextHasFourSentencesOfTheProductAskedFor() {
    for (int number = 0; number < 200; number++) {
      Written text = writer.write(number, false);
      int product = number % 10;
      assertTrue(text.prompt().endsWith(PRODUCTS.get(product).attributes()));
      assertEquals(List.of(product, product, product, product), sources(text));
    }
  }

  @Test
  void textsDiffer() {
    Set<String> texts = new HashSet<>();
    for (int number = 0; number < 90; number++) {
      texts.add(writer.write(number, false).completion());
    }
    assertEquals(90, texts.size());
  }

  @Test
  void aWriterThatGoesWrongMixesSentencesOrWritesOfAnotherProduct() {
    for (int number = 0; number < 200; number++) {
      Set<Integer> sources =
          sources(writer.write(number, true)).stream().collect(Collectors.toSet());
      Fault fault = TemplateWriter.fault(number);
      switch (fault) {
        case NONE -> assertEquals(Set.of(number % 10), sources);
        case WRONG_PRODUCT -> assertEquals(Set.of((number + 1) % 10), sources);
        case MIXED_SENTENCES -> assertEquals(4, sources.size());
      }
    }
  }
}
