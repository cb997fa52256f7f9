package io.atalaya.drift;

/** What comparing one feature's window with its reference gave: figures, or what is missing. */
public sealed interface Comparison permits DriftFigures, DriftVerdict.InsufficientData {}
