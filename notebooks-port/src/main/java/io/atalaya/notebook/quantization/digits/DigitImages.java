package io.atalaya.notebook.quantization.digits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.demo.csv.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Handwritten digits of 13 people, 8 by 8 pixels each.
 *
 * <p>Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
 * Learning Repository, 1998, doi:10.24432/C50P49, CC BY 4.0; the test part.
 *
 * @param images in the file's order, or in one drawn by chance
 */
public record DigitImages(List<Image> images) {

  /** Pixels in a row, and rows. */
  public static final int EXTENT = 8;

  /** The classes, 0 to 9. */
  public static final int DIGITS = 10;

  /** Images that the model's training does not see: the last of the drawn order. */
  public static final int HELD_OUT = 500;

  private static final String RESOURCE = "/optical-digits.csv";
  private static final double DARKEST = 16;
  private static final long SEED = 20_261_127;

  public DigitImages {
    images = List.copyOf(images);
  }

  /**
   * An image.
   *
   * @param pixels row by row, 0 for paper to 1 for ink
   * @param digit what was written
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  public record Image(double[] pixels, int digit) {}

  /** All images, 1,797, from the class path. */
  public static DigitImages load() {
    try (InputStream resource = DigitImages.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new DigitImages(
          CsvRow.read(new InputStreamReader(resource, UTF_8)).stream()
              .map(DigitImages::image)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Image image(CsvRow row) {
    double[] pixels = new double[EXTENT * EXTENT];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = row.integer("p" + i) / DARKEST;
    }
    return new Image(pixels, row.integer("digit"));
  }

  /** Those that the model is trained on. The file is sorted by writer, so all are mixed first. */
  public DigitImages training() {
    List<Image> drawn = drawn();
    return new DigitImages(drawn.subList(0, drawn.size() - HELD_OUT));
  }

  /** Those that it is judged by. */
  public DigitImages heldOut() {
    List<Image> drawn = drawn();
    return new DigitImages(drawn.subList(drawn.size() - HELD_OUT, drawn.size()));
  }

  private List<Image> drawn() {
    List<Image> drawn = new ArrayList<>(images);
    Collections.shuffle(drawn, new Random(SEED));
    return drawn;
  }
}
