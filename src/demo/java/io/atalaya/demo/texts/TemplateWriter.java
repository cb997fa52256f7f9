package io.atalaya.demo.texts;

import java.util.ArrayList;
import java.util.List;

/**
 * Stands for a generative model: it puts descriptions of products together from sentences. What it
 * writes follows from the number of the text alone.
 *
 * <p>Once it goes wrong, of three texts one is of another product, one takes each sentence from
 * another product, and one is as before. Immutable.
 */
public final class TemplateWriter {

  /** The sentences of a text. */
  private static final int LENGTH = 4;

  /** How a text is written. */
  enum Fault {
    NONE,
    WRONG_PRODUCT,
    MIXED_SENTENCES
  }

  /**
   * A text and what was asked for.
   *
   * @param prompt what was asked for
   * @param completion the text
   */
  public record Written(String prompt, String completion) {}

  private final List<Product> products = Product.load();

  /**
   * Writes a text.
   *
   * @param number of the text, 0 or more
   * @param wrong whether the writer goes wrong
   */
  public Written write(int number, boolean wrong) {
    Product product = product(number);
    return new Written(
        "Write a description of this product: " + product.attributes(),
        String.join(" ", sentences(number, wrong ? fault(number) : Fault.NONE)));
  }

  /** Each product goes wrong in each way: there are no multiple of three of them. */
  static Fault fault(int number) {
    return Fault.values()[number % Fault.values().length];
  }

  private List<String> sentences(int number, Fault fault) {
    List<String> sentences = new ArrayList<>();
    int variant = number / products.size();
    for (int i = 0; i < LENGTH; i++) {
      Product source =
          switch (fault) {
            case NONE -> product(number);
            case WRONG_PRODUCT -> product(number + 1);
            case MIXED_SENTENCES -> product(number + i);
          };
      List<String> all = source.sentences();
      // Of six sentences one before the gap and three behind it, or two and two, and so on.
      int gap = variant % (LENGTH + 1);
      int skipped = i < gap ? 0 : 1 + variant / (LENGTH + 1) % (all.size() - LENGTH);
      sentences.add(all.get(i + skipped));
    }
    return sentences;
  }

  private Product product(int number) {
    return products.get(number % products.size());
  }
}
