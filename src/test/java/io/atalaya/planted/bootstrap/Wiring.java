package io.atalaya.planted.bootstrap;

/** Something to depend on. */
public record Wiring() {}
