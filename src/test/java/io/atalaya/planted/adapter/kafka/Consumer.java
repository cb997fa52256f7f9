package io.atalaya.planted.adapter.kafka;

/** Something to depend on. */
public record Consumer() {}
