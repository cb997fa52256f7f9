package io.atalaya.quantization.rewrite;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How much of a signed byte weights use.
 *
 * <p>x86 processors without VNNI add the products of two neighbours in 16 bits ({@code
 * VPMADDUBSW}), which clips: 2 · 255 · 127 is more than 32,767. With weights up to 64 no sum of two
 * is.
 *
 * <p>Source: ONNX Runtime documentation, <i>Quantize ONNX models</i>, "reduce range".
 */
public enum WeightRange {
  /** From −127 to 127. */
  FULL(127),

  /** From −64 to 64, for x86 processors without VNNI. */
  REDUCED(64);

  private static final Set<String> EIGHT_BIT_SUMS = Set.of("avx512_vnni", "avx_vnni", "amx_int8");

  private final int limit;

  WeightRange(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  /**
   * The range that a processor computes without clipping.
   *
   * @param architecture as the JVM names it, {@code amd64} or another
   * @param flags what the operating system says the processor can do ({@code /proc/cpuinfo}); no
   *     lines where it says nothing, which gives {@link #REDUCED} on x86
   */
  public static WeightRange of(String architecture, List<String> flags) {
    boolean x86 = Set.of("amd64", "x86_64", "x86").contains(architecture);
    boolean sums =
        flags.stream()
            .filter(line -> line.startsWith("flags"))
            .flatMap(line -> Arrays.stream(line.split("\\s+", -1)))
            .anyMatch(EIGHT_BIT_SUMS::contains);
    return x86 && !sums ? REDUCED : FULL;
  }
}
