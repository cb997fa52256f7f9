package io.atalaya.planted.drift;

import io.atalaya.planted.matching.UsesDrift;

/** One half of a cycle. */
public record UsesMatching(UsesDrift other) {}
