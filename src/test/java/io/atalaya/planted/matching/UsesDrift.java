package io.atalaya.planted.matching;

import io.atalaya.planted.drift.UsesMatching;

/** The other half of a cycle. */
public record UsesDrift(UsesMatching other) {}
