package io.atalaya.monitor;

import io.atalaya.drift.ReferenceProfile;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each feature, as long as nothing says which features there are: of those that
 * come first by name, at most {@value ReferenceProfile#MAX_FEATURES}.
 *
 * <p>A feature that had to go never comes back, and one that is kept was kept from the beginning:
 * so they are the same whatever the order of the events. One writer.
 *
 * @param <T> what is kept
 */
final class FirstFeatures<T> {

  private final Map<String, T> kept = new HashMap<>();

  /** The one that goes next; empty before there are too many. */
  private String last = "";

  /** What is kept of a feature; null where that is nothing. */
  @Nullable T get(String feature) {
    return kept.get(feature);
  }

  /** What is kept of a feature, made anew where that is nothing yet; null for one too many. */
  @Nullable T of(String feature, Supplier<T> empty) {
    T known = kept.get(feature);
    if (known != null) {
      return known;
    }
    if (kept.size() == ReferenceProfile.MAX_FEATURES) {
      if (last.isEmpty()) {
        last = Collections.max(kept.keySet());
      }
      if (feature.compareTo(last) > 0) {
        return null;
      }
      kept.remove(last);
      last = "";
    }
    T made = empty.get();
    kept.put(feature, made);
    return made;
  }

  void put(String feature, T known) {
    kept.put(feature, known);
  }

  int size() {
    return kept.size();
  }

  Set<String> names() {
    return kept.keySet();
  }

  void forEach(BiConsumer<String, T> action) {
    kept.forEach(action);
  }

  void clear() {
    kept.clear();
    last = "";
  }
}
