package io.atalaya.adapter.inference;

import java.util.List;

/**
 * Columns of an input tensor with their names.
 *
 * @param names one a column
 * @param values the values
 */
record NamedColumns(List<String> names, Columns values) {}
