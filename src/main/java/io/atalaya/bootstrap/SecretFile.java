package io.atalaya.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret in a file of its own. */
final class SecretFile {

  private SecretFile() {}

  /**
   * The secret, without the white space around it.
   *
   * @param file the path
   * @throws IllegalArgumentException when the file cannot be read, or has none
   */
  static String read(String file) {
    Path path = Path.of(file);
    String secret;
    try {
      secret = Files.readString(path).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " cannot be read: give the path of a file with the token", e);
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          path + " is empty: write the token into it, for example that of openssl rand -hex 32");
    }
    return secret;
  }
}
