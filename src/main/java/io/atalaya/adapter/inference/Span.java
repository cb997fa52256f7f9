package io.atalaya.adapter.inference;

/**
 * Where a value stands in the bytes of a message.
 *
 * @param from its first byte
 * @param to the byte after its last
 */
record Span(int from, int to) {

  int size() {
    return to - from;
  }
}
