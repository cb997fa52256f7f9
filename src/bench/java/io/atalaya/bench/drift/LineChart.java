package io.atalaya.bench.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shares from 0 to 1 by a quantity, as an SVG picture. For one thread. */
final class LineChart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEFT = 60;
  private static final int RIGHT = 200;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private final String title;
  private final String quantity;
  private final double[] xs;
  private final List<String> lines = new ArrayList<>();
  private int drawn;

  /**
   * @param quantity what is on the horizontal axis
   * @param xs its values, evenly spaced in the picture
   */
  LineChart(String title, String quantity, double... xs) {
    this.title = title;
    this.quantity = quantity;
    this.xs = xs.clone();
  }

  /** Draws a line with a name beside it. */
  void line(String name, double... shares) {
    String colour = COLOURS.get(drawn % COLOURS.size());
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < shares.length; i++) {
      points.append("%.1f,%.1f ".formatted(x(i), y(shares[i])));
    }
    lines.add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>"
            .formatted(colour, points.toString().strip()));
    int y = TOP + 12 + 20 * drawn++;
    int x = WIDTH - RIGHT + 16;
    lines.add(
        "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>"
            .formatted(x, y - 6, colour));
    lines.add(text(x + 20, y, "start", name));
  }

  /** Writes the picture. */
  void write(Path file) throws IOException {
    List<String> svg = new ArrayList<>();
    svg.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">"
            .formatted(WIDTH, HEIGHT));
    svg.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    svg.add(text(LEFT, 22, "start", title));
    for (int tenths = 0; tenths <= 10; tenths += 2) {
      double y = y(tenths / 10.0);
      svg.add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
              .formatted(LEFT, WIDTH - RIGHT, y, y));
      svg.add(text(LEFT - 8, y + 4, "end", 10 * tenths + " %"));
    }
    for (int i = 0; i < xs.length; i++) {
      svg.add(text(x(i), HEIGHT - BOTTOM + 18, "middle", number(xs[i])));
    }
    svg.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", quantity));
    svg.addAll(lines);
    svg.add("</svg>");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, svg);
  }

  private static String number(double x) {
    return x == Math.rint(x) ? "%,.0f".formatted(x) : Double.toString(x);
  }

  private static String text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>"
        .formatted(x, y, anchor, escaped);
  }

  private double x(int i) {
    return LEFT + (WIDTH - RIGHT - LEFT) * (xs.length == 1 ? 0.5 : i / (xs.length - 1.0));
  }

  private double y(double share) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
  }
}
