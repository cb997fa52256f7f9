package io.atalaya.adapter.inference;

import io.atalaya.cache.InputHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked.
 *
 * @param id its {@code id}; null when it has none
 * @param hash what stands for the input
 * @param stateful whether the answer depends on earlier requests
 * @param segment the part of the traffic; null when none was named
 * @param rows the size of the batch
 * @param features the inputs to be published; none for a batch of more than {@link #MOST_ROWS}
 */
record InferenceRequest(
    @Nullable String id,
    InputHash hash,
    boolean stateful,
    @Nullable String segment,
    long rows,
    List<NamedColumns> features) {

  /** The largest batch whose rows are published. */
  static final int MOST_ROWS = 1_000;

  /** Whether its rows are published. */
  boolean isPublished() {
    return rows <= MOST_ROWS;
  }
}
