package io.atalaya.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A chart of the height of a letter: values as one of eight heights, the least the lowest.
 *
 * <p>Equal values have the lowest but three; what is not defined is a dot.
 */
public final class Sparkline {

  /** How many heights there are. */
  public static final int HEIGHTS = 8;

  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final char UNDEFINED = '·';

  private Sparkline() {}

  /** The chart as text, a character a value. */
  public static String text(List<OptionalDouble> values) {
    StringBuilder text = new StringBuilder(values.size());
    for (int height : heights(values)) {
      text.append(height == 0 ? UNDEFINED : BLOCKS.charAt(height - 1));
    }
    return text.toString();
  }

  /** The height of each value, 1 to {@link #HEIGHTS}; 0 for what is not defined. */
  public static int[] heights(List<OptionalDouble> values) {
    DoubleSummaryStatistics all =
        values.stream().flatMapToDouble(OptionalDouble::stream).summaryStatistics();
    double span = all.getMax() - all.getMin();
    return values.stream()
        .mapToInt(value -> value.isEmpty() ? 0 : height(value.getAsDouble() - all.getMin(), span))
        .toArray();
  }

  private static int height(double aboveLeast, double span) {
    return span > 0 ? 1 + (int) Math.round(aboveLeast / span * (HEIGHTS - 1)) : HEIGHTS / 2;
  }
}
