package io.atalaya.notebook.caching;

import io.atalaya.cache.InputDigest;
import io.atalaya.cache.InputHash;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The different questions that a model is asked, by index, and how sure it is of each.
 *
 * @param inputs what identifies a question in a cache
 * @param confidences how sure the model is of its answer, 0 to 1
 */
record Questions(List<InputHash> inputs, List<Double> confidences) {

  Questions {
    inputs = List.copyOf(inputs);
    confidences = List.copyOf(confidences);
  }

  int size() {
    return inputs.size();
  }

  /** How many questions there are, and which of them is asked about each hour. */
  record OfHours(Questions questions, List<Integer> byHour) {

    OfHours {
      byHour = List.copyOf(byHour);
    }
  }

  /**
   * The demand of hours, with the weather as a bulletin gives it: hours that agree in all inputs
   * are one question. The model answers each once.
   */
  static OfHours of(List<DemandHour> hours, DemandModel model) {
    Map<InputHash, Integer> indexes = new LinkedHashMap<>();
    Map<InputHash, Double> confidences = new HashMap<>();
    List<Integer> byHour = new ArrayList<>();
    for (DemandHour hour : hours) {
      double[] features = hour.asInBulletin().inputs();
      InputDigest digest = new InputDigest().list(features.length);
      for (double feature : features) {
        digest.number(feature);
      }
      InputHash input = digest.hash();
      if (!indexes.containsKey(input)) {
        indexes.put(input, indexes.size());
        confidences.put(input, model.forecast(features).confidence());
      }
      byHour.add(indexes.get(input));
    }
    List<InputHash> inputs = List.copyOf(indexes.keySet());
    return new OfHours(
        new Questions(inputs, inputs.stream().map(confidences::get).toList()), byHour);
  }
}
