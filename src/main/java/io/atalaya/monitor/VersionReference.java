package io.atalaya.monitor;

import io.atalaya.drift.Reference;

/** A reference of one version of a model, as {@code monitoring.references} has it. */
public record VersionReference(String model, String version, Reference reference) {}
