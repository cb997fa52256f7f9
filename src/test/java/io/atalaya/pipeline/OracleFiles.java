package io.atalaya.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code oracle.py} wrote. */
final class OracleFiles {

  private OracleFiles() {}

  static InputStream open(String name) {
    InputStream file = OracleFiles.class.getResourceAsStream(name);
    if (file == null) {
      throw new IllegalArgumentException(name + " is no test resource: run oracle.py beside it");
    }
    return file;
  }

  static List<String> lines(String name) {
    try (InputStream file = open(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The cells of a line, empty ones at its end too. */
  static List<String> cells(String line) {
    return List.of(line.split("\t", -1));
  }
}
