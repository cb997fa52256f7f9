package io.atalaya.demo.texts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A product to write about.
 *
 * @param attributes what it is
 * @param sentences what can be said of it, in an order that reads well
 */
record Product(String attributes, List<String> sentences) {

  private static final String RESOURCE = "/products.txt";

  Product {
    sentences = List.copyOf(sentences);
  }

  /** The products of the resource. */
  static List<Product> load() {
    try (InputStream in = Product.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + RESOURCE);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.split("\n\n"))
          .map(block -> block.lines().filter(line -> !line.startsWith("#")).toList())
          .filter(lines -> !lines.isEmpty())
          .map(lines -> new Product(lines.getFirst(), lines.subList(1, lines.size())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
