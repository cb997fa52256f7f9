package io.atalaya.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where figures were measured.
 *
 * @param processor the model of the processor, as far as the operating system tells
 * @param cores the processors that a JVM may use
 * @param memoryBytes the memory of the machine
 * @param jdk the JDK
 */
public record Machine(String processor, int cores, long memoryBytes, String jdk) {

  /** This machine. */
  public static Machine here() {
    var system =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** What the operating system says of the processor; no lines where it says nothing. */
  public static List<String> processorInfo() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String processorName() {
    return processorInfo().stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseGet(() -> System.getProperty("os.arch"));
  }

  @Override
  public String toString() {
    return "%s, %d cores, %d GB, %s".formatted(processor, cores, memoryBytes >> 30, jdk);
  }
}
