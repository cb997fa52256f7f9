package io.atalaya.quantization.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a process that the system keeps in RAM, as Linux tells.
 *
 * @param nowBytes at this moment
 * @param peakBytes at most until now
 */
public record ResidentMemory(long nowBytes, long peakBytes) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** That of this process; empty where the system is not Linux. */
  public static Optional<ResidentMemory> ofThisProcess() {
    try {
      return read(Files.readAllLines(STATUS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<ResidentMemory> read(List<String> status) {
    Optional<Long> now = bytes(status, "VmRSS:");
    Optional<Long> peak = bytes(status, "VmHWM:");
    return now.isEmpty() || peak.isEmpty()
        ? Optional.empty()
        : Optional.of(new ResidentMemory(now.get(), peak.get()));
  }

  private static Optional<Long> bytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
        .findFirst();
  }
}
