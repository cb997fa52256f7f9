package io.atalaya.adapter.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of one model: value, confidence and probabilities of each row.
 *
 * <p>Cost: one pass over the JSON, and one over the values of the rows that are published.
 * Stateless.
 */
final class AnswerReader {

  private final FrontSettings settings;

  AnswerReader(FrontSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads an answer.
   *
   * @throws Malformed if its values cannot be read
   */
  ModelAnswer read(Message answer) throws Malformed {
    try {
      return new ModelAnswer(version(answer), rows(answer));
    } catch (Malformed e) {
      throw e;
    } catch (IOException e) {
      throw new Malformed("an output is no JSON: " + e.getMessage());
    }
  }

  private static @Nullable String version(Message answer) throws IOException {
    Span place = answer.members().get("model_version");
    if (place == null) {
      return null;
    }
    try (JsonParser json = Message.JSON.createParser(answer.body(), place.from(), place.size())) {
      return json.nextToken() == JsonToken.VALUE_STRING && !json.getText().isBlank()
          ? json.getText()
          : null;
    }
  }

  private List<ModelAnswer.Row> rows(Message answer) throws IOException {
    OutputColumn wanted = settings.output();
    Optional<Tensor> output =
        wanted == null ? answer.tensors().stream().findFirst() : output(answer, wanted.output());
    if (output.isEmpty() || output.get().rows() > InferenceRequest.MOST_ROWS) {
      return List.of();
    }
    Tensor values = output.get();
    int rows = (int) values.rows();
    int classes = settings.classes().size();
    boolean distribution = classes > 0 && values.columns() == classes;
    if (!distribution && wanted == null && values.columns() != 1) {
      return List.of();
    }
    int first = distribution || wanted == null ? 0 : wanted.column();
    if (first >= values.columns()) {
      return List.of();
    }
    Columns columns = read(answer, values, first, distribution ? classes : 1);
    Columns confidences = confidences(answer, rows);
    List<ModelAnswer.Row> told = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      double stated = confidences == null ? Double.NaN : share(confidences.number(row, 0));
      ModelAnswer.Row one =
          distribution ? distributed(columns, row, stated) : single(columns.at(row, 0), stated);
      if (one == null) {
        return List.of();
      }
      told.add(one);
    }
    return told;
  }

  private ModelAnswer.@Nullable Row single(@Nullable Object value, double confidence) {
    return switch (value) {
      case null -> null;
      case Double number when !settings.classes().isEmpty() ->
          new ModelAnswer.Row(named(number), confidence, null);
      case Boolean flag -> new ModelAnswer.Row(flag.toString(), confidence, null);
      default -> new ModelAnswer.Row(value, confidence, null);
    };
  }

  private String named(double number) {
    List<String> classes = settings.classes();
    boolean known = number >= 0 && number < classes.size() && number == Math.rint(number);
    return known ? classes.get((int) number) : Double.toString(number);
  }

  private ModelAnswer.Row distributed(Columns columns, int row, double stated) {
    double[] probabilities = new double[columns.count()];
    int largest = 0;
    boolean shares = true;
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = columns.number(row, i);
      largest = probabilities[i] > probabilities[largest] ? i : largest;
      shares &= !Double.isNaN(share(probabilities[i]));
    }
    // Scores of another kind name the class, and say nothing of its probability.
    double own = shares ? probabilities[largest] : Double.NaN;
    return new ModelAnswer.Row(
        settings.classes().get(largest),
        Double.isNaN(stated) ? own : stated,
        shares ? probabilities : null);
  }

  private @Nullable Columns confidences(Message answer, int rows) throws IOException {
    OutputColumn wanted = settings.confidence();
    if (wanted == null) {
      return null;
    }
    Tensor output = output(answer, wanted.output()).orElse(null);
    return output == null || output.rows() != rows || wanted.column() >= output.columns()
        ? null
        : read(answer, output, wanted.column(), 1);
  }

  private static Optional<Tensor> output(Message answer, String name) {
    return answer.tensors().stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  private static Columns read(Message answer, Tensor tensor, int first, int count)
      throws IOException {
    int rows = (int) tensor.rows();
    Columns columns = new Columns(rows, tensor.columns(), first, count);
    long most = (long) rows * tensor.columns();
    if (tensor.raw() != null) {
      RawValues.read(answer.body(), tensor.raw(), tensor.datatype(), most, columns);
    } else if (tensor.data() != null) {
      JsonValues.read(answer.body(), tensor.data(), most, columns);
    }
    return columns;
  }

  private static double share(double value) {
    return value >= 0 && value <= 1 ? value : Double.NaN;
  }
}
