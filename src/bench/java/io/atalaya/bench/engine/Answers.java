package io.atalaya.bench.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.demo.csv.CsvRow;
import io.atalaya.demo.texts.TemplateWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Answers of models as KServe's V2 protocol has them, from the demonstration's data. */
final class Answers {

  private static final String DATA = "/bike-sharing-hourly.csv";

  private Answers() {}

  /** About so many bytes of numbers: one for each hour. */
  static byte[] numbers(int bytes) {
    StringBuilder values = new StringBuilder();
    int count = 0;
    try (InputStream csv = Objects.requireNonNull(Answers.class.getResourceAsStream(DATA))) {
      for (CsvRow row : CsvRow.read(new InputStreamReader(csv, UTF_8))) {
        if (values.length() + 130 >= bytes) {
          break;
        }
        // As many digits as a model's answer has.
        float value = (float) (row.number("cnt") * (0.9 + 0.2 * row.number("hum")) / 1.1);
        values.append(count == 0 ? "" : ",").append(value);
        count++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer("bike-demand", "FP32", count, values);
  }

  /** About so many bytes of generated text. */
  static byte[] text(int bytes) {
    TemplateWriter writer = new TemplateWriter();
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() + 130 < bytes; i++) {
      text.append(text.isEmpty() ? "" : "\\n\\n").append(writer.write(i, false).completion());
    }
    text.setLength(Math.min(text.length(), bytes - 130));
    return answer("product-texts", "BYTES", 1, text.insert(0, '"').append('"'));
  }

  private static byte[] answer(String model, String type, int count, CharSequence data) {
    return """
        {"model_name":"%s","model_version":"1","outputs":[{"name":"variable","datatype":"%s","shape":[%d,1],"data":[%s]}]}"""
        .formatted(model, type, count, data)
        .getBytes(UTF_8);
  }
}
