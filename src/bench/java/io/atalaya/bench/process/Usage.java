package io.atalaya.bench.process;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * What a JVM has used since it began.
 *
 * @param cpuNanos processor time of all threads, those of the compiler and the collector included
 * @param allocatedBytes memory allocated by Java threads on the heap
 */
public record Usage(long cpuNanos, long allocatedBytes) {

  /** What this JVM has used. */
  static Usage ofThisProcess() {
    return of(
        Objects.requireNonNull(
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class), "not a HotSpot JVM"),
        Objects.requireNonNull(
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class), "not a HotSpot JVM"));
  }

  static Usage of(OperatingSystemMXBean system, ThreadMXBean threads) {
    return new Usage(system.getProcessCpuTime(), threads.getTotalThreadAllocatedBytes());
  }

  /** What was used since {@code earlier}. */
  public Usage since(Usage earlier) {
    return new Usage(cpuNanos - earlier.cpuNanos, allocatedBytes - earlier.allocatedBytes);
  }
}
