package io.atalaya.adapter.inference;

import io.atalaya.access.AccessControl;
import java.util.Map;

/**
 * The models that have a front.
 *
 * @param models their settings, by model
 * @param access who may ask those models that ask for a token
 */
public record Fronts(Map<String, FrontSettings> models, AccessControl access) {

  public Fronts {
    models = Map.copyOf(models);
  }
}
