package io.atalaya.quantization.inference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Texts as tokens, for a transformer. In a batch all have the length of the longest; what is added
 * is masked out.
 *
 * @param ids the tokens of each text
 * @param inputs the model's inputs: {@value #IDS}, and where it has them {@value #MASK} and {@value
 *     #TYPES}, which are 0
 */
public record TokenSamples(List<long[]> ids, Set<String> inputs) implements Samples {

  /** The input for tokens. */
  public static final String IDS = "input_ids";

  /** The input that is 1 for a token and 0 for what was added. */
  public static final String MASK = "attention_mask";

  /** The input for the number of a text in a pair of texts. */
  public static final String TYPES = "token_type_ids";

  /** Refuses a model that is no transformer of texts. */
  public TokenSamples {
    ids = List.copyOf(ids);
    inputs = Set.copyOf(inputs);
    if (!inputs.contains(IDS) || !Set.of(IDS, MASK, TYPES).containsAll(inputs)) {
      throw new IllegalArgumentException(
          "the model takes %s: one for texts takes %s, perhaps with %s and %s"
              .formatted(inputs, IDS, MASK, TYPES));
    }
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public Map<String, Tensor> batch(int... samples) {
    int length = Arrays.stream(samples).map(sample -> ids.get(sample).length).max().orElse(0);
    long[] tokens = new long[samples.length * length];
    long[] mask = new long[tokens.length];
    for (int i = 0; i < samples.length; i++) {
      long[] text = ids.get(samples[i]);
      System.arraycopy(text, 0, tokens, i * length, text.length);
      Arrays.fill(mask, i * length, i * length + text.length, 1);
    }
    long[] shape = {samples.length, length};
    Map<String, Tensor> batch =
        new HashMap<>(
            Map.of(
                IDS, new Tensor.Longs(tokens, shape),
                MASK, new Tensor.Longs(mask, shape),
                TYPES, new Tensor.Longs(new long[tokens.length], shape)));
    batch.keySet().retainAll(inputs);
    return batch;
  }
}
