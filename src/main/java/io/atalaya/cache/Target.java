package io.atalaya.cache;

/** Which of a model's cached answers an invalidation concerns. */
public sealed interface Target {

  /** All of them. */
  Target WHOLE_MODEL = new Model();

  /** All of them. */
  record Model() implements Target {}

  /** Those of one version. */
  record Version(String version) implements Target {}

  /** Those of one segment. */
  record Segment(String segment) implements Target {}

  /** That to one input. */
  record Key(InputHash input) implements Target {}
}
