package io.atalaya.availability;

/** What a probe looks at. */
public sealed interface Target {

  /** The target in words: {@code bike-demand/infer}, {@code redis}. */
  String name();

  /**
   * One question to the server of a model.
   *
   * @param model the model's name
   * @param probe what is asked: {@code ready}, {@code infer}, {@code generation}, ...
   */
  record OfModel(String model, String probe) implements Target {
    @Override
    public String name() {
      return model + "/" + probe;
    }
  }

  /**
   * A system that models or Atalaya work with.
   *
   * @param system its name: {@code redis}, {@code kafka}, ...
   */
  record OfSystem(String system) implements Target {
    @Override
    public String name() {
      return system;
    }
  }
}
