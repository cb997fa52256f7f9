package io.atalaya.notebook.report.chart;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * The colours of a chart. In the page each is a property of its style sheet, so that a reader's
 * dark mode and a printer have colours of their own.
 */
enum Ink {
  TEXT(0x1f2933),
  MUTED(0x616e7c),
  GRID(0xd9dee4),
  MARK(0xb42318),
  BAND(0xf5c4be),
  // The colours that Okabe and Ito chose to be told apart by the colour-blind.
  SERIES_1(0x0072b2),
  SERIES_2(0xd55e00),
  SERIES_3(0x009e73),
  SERIES_4(0xcc79a7),
  SERIES_5(0xe69f00),
  SERIES_6(0x56b4e9);

  private static final List<Ink> SERIES =
      List.of(SERIES_1, SERIES_2, SERIES_3, SERIES_4, SERIES_5, SERIES_6);

  private final Color color;

  Ink(int rgb) {
    this.color = new Color(rgb);
  }

  /** The colour of the series of that index, from 0; there are six. */
  static Ink ofSeries(int index) {
    return SERIES.get(index % SERIES.size());
  }

  /** The colour on light paper. */
  Color color() {
    return color;
  }

  /** The property of the style sheet. */
  String property() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
