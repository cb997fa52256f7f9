package io.atalaya.adapter.kafka.decode;

/** The readers of what is nested in an event, which serve one event after the other. */
record NestedReaders(
    FeaturesReader features,
    IntervalReader interval,
    ProbabilitiesReader probabilities,
    ScoresReader scores) {

  static NestedReaders of(FieldReader fields) {
    return new NestedReaders(
        new FeaturesReader(fields),
        new IntervalReader(fields),
        new ProbabilitiesReader(fields),
        new ScoresReader(fields));
  }
}
