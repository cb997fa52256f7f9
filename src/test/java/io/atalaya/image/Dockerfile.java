package io.atalaya.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Dockerfile, as far as the tests look into it.
 *
 * @param stages in their order; the last is the image
 */
record Dockerfile(List<Stage> stages) {

  /**
   * What begins with {@code FROM}.
   *
   * @param image with the default values of its arguments put in
   * @param name empty when it has none
   */
  record Stage(String image, String name, List<Instruction> instructions) {

    List<Instruction> all(String keyword) {
      return instructions.stream()
          .filter(instruction -> instruction.keyword().equals(keyword))
          .toList();
    }
  }

  /** A keyword and all that follows it, continued lines put together. */
  record Instruction(String keyword, String rest) {

    /** The words that are no options. */
    List<String> words() {
      return List.of(rest.split("\\s+")).stream().filter(word -> !word.startsWith("--")).toList();
    }

    /** The value of {@code --name=value}; empty when it is not there. */
    String option(String name) {
      return List.of(rest.split("\\s+")).stream()
          .filter(word -> word.startsWith("--" + name + "="))
          .map(word -> word.substring(name.length() + 3))
          .findFirst()
          .orElse("");
    }
  }

  static Dockerfile read(Path file) throws IOException {
    String text =
        Files.readString(file).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", " ");
    Map<String, String> arguments = new HashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (String line : text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
      String[] parts = line.split("\\s+", 2);
      if (parts.length < 2 || !parts[0].matches("[A-Z]+")) {
        throw new IllegalArgumentException(file + ": no instruction: " + line);
      }
      if (parts[0].equals("FROM")) {
        String[] from = parts[1].split("\\s+", -1);
        String image = from[0];
        for (Map.Entry<String, String> argument : arguments.entrySet()) {
          image = image.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        stages.add(new Stage(image, from.length == 3 ? from[2] : "", new ArrayList<>()));
      } else if (stages.isEmpty() && parts[0].equals("ARG")) {
        String[] argument = parts[1].split("=", 2);
        arguments.put(argument[0], argument[1]);
      } else if (stages.isEmpty()) {
        throw new IllegalArgumentException(file + ": before any FROM: " + line);
      } else {
        stages.getLast().instructions().add(new Instruction(parts[0], parts[1]));
      }
    }
    return new Dockerfile(stages);
  }

  Stage image() {
    return stages.getLast();
  }
}
