package io.atalaya.adapter.inference;

import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The models that have a front.
 *
 * @param models their settings, by model
 * @param admits whether an {@code Authorization} header shows the token of the HTTP interface
 */
public record Fronts(Map<String, FrontSettings> models, Predicate<@Nullable String> admits) {

  public Fronts {
    models = Map.copyOf(models);
  }
}
