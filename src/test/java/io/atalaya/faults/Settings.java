package io.atalaya.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The monitoring file of a test. */
final class Settings {

  private Settings() {}

  /** Writes it below {@code directory}; answers where it is. */
  static String write(Path directory, String yaml) {
    try {
      return Files.writeString(directory.resolve("model-monitoring.yaml"), yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
