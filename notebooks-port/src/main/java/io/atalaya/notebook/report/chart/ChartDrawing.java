package io.atalaya.notebook.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.LengthAdjustmentType;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.statistics.HistogramDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws charts, all in one style. Stateless. */
public final class ChartDrawing {

  private static final int WIDTH = 880;
  private static final int HEIGHT = 360;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font SMALL = FONT.deriveFont(11f);
  private static final Color TRANSPARENT = new Color(0, 0, 0, 0);
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke LINE =
      new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

  /** So many points on a line are shown one by one; more would hide it. */
  private static final int MOST_DOTS = 40;

  private static final double ROOM_FOR_LABELS = 0.14;
  private static final int MOST_UPRIGHT = 8;
  private static final int LONG_CATEGORIES = 60;

  static {
    // Rotated words as words too; the default draws their outlines.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private ChartDrawing() {}

  /** The chart as an SVG element, without colours of its own: those of the page's style sheet. */
  public static String svg(Chart chart) {
    Plot plot =
        switch (chart) {
          case Chart.Lines it -> series(it.x(), it.y(), it.series(), it.marks(), true);
          case Chart.Points it -> series(it.x(), it.y(), it.series(), it.marks(), false);
          case Chart.Bars it -> bars(it);
          case Chart.Frequencies it -> frequencies(it);
        };
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    JFreeChart drawn = new JFreeChart(null, FONT, plot, false);
    drawn.setBackgroundPaint(null);
    drawn.setPadding(new RectangleInsets(8, 4, 4, 12));
    drawn.addSubtitle(legend(plot));
    return SvgCanvas.draw(chart.id(), chart.caption(), WIDTH, HEIGHT, drawn::draw);
  }

  private static LegendTitle legend(Plot plot) {
    LegendTitle legend = new LegendTitle(plot);
    legend.setItemFont(FONT);
    legend.setItemPaint(Ink.TEXT.color());
    legend.setFrame(BlockBorder.NONE);
    return legend;
  }

  private static XYPlot series(
      Axis x, Axis y, List<Series> series, List<Mark> marks, boolean connected) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(connected, !connected);
    renderer.setDrawSeriesLineAsPath(true);
    for (Series each : series) {
      XYSeries points = new XYSeries(each.name(), false, true);
      for (Series.Point point : each.points()) {
        points.add(place(x, point.x()), Double.isNaN(point.y()) ? null : point.y());
      }
      int index = data.getSeriesCount();
      data.addSeries(points);
      double radius = connected ? 3 : 2.5;
      renderer.setSeriesShape(
          index, new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
      renderer.setSeriesStroke(index, LINE);
      if (connected) {
        renderer.setSeriesShapesVisible(index, each.points().size() <= MOST_DOTS);
      }
    }
    paint(renderer, series.size());
    XYPlot plot = new XYPlot(data, axis(x), axis(y), renderer);
    grid(plot);
    if (marks.stream().anyMatch(mark -> !(mark instanceof Mark.Level))) {
      // Room above the figures for what the marks say.
      plot.getRangeAxis().setUpperMargin(ROOM_FOR_LABELS);
    }
    for (Mark mark : marks) {
      switch (mark) {
        case Mark.At at ->
            plot.addDomainMarker(
                styled(new ValueMarker(place(x, at.x())), at.label(), Ink.MARK, true));
        case Mark.Between band ->
            plot.addDomainMarker(
                styled(
                    new IntervalMarker(place(x, band.from()), place(x, band.to())),
                    band.label(),
                    Ink.BAND,
                    true),
                Layer.BACKGROUND);
        case Mark.Level level ->
            plot.addRangeMarker(styled(new ValueMarker(level.y()), level.label(), Ink.MARK, false));
      }
    }
    return plot;
  }

  private static CategoryPlot bars(Chart.Bars chart) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (Chart.Group group : chart.groups()) {
      for (int i = 0; i < chart.categories().size(); i++) {
        double value = group.values().get(i);
        data.addValue(Double.isNaN(value) ? null : value, group.name(), chart.categories().get(i));
      }
    }
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    renderer.setItemMargin(0.06);
    renderer.setMaximumBarWidth(0.09);
    paint(renderer, chart.groups().size());
    if (!chart.format().isEmpty()) {
      renderer.setDefaultItemLabelGenerator(labels(chart.format()));
      renderer.setDefaultItemLabelsVisible(true);
      renderer.setDefaultItemLabelFont(SMALL);
      renderer.setDefaultItemLabelPaint(Ink.MUTED.color());
    }
    CategoryAxis categories = new CategoryAxis();
    categories.setTickLabelFont(FONT);
    categories.setTickLabelPaint(Ink.TEXT.color());
    categories.setAxisLinePaint(Ink.GRID.color());
    categories.setTickMarksVisible(false);
    categories.setMaximumCategoryLabelLines(3);
    if (String.join("", chart.categories()).length() > LONG_CATEGORIES
        && chart.categories().size() > MOST_UPRIGHT) {
      categories.setCategoryLabelPositions(CategoryLabelPositions.UP_45);
    }
    CategoryPlot plot = new CategoryPlot(data, categories, axis(chart.y()), renderer);
    plot.setRangeGridlinePaint(Ink.GRID.color());
    plot.setRangeGridlineStroke(THIN);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    // Room for the figures above the bars.
    plot.getRangeAxis().setUpperMargin(ROOM_FOR_LABELS);
    for (Mark.Level level : chart.marks()) {
      plot.addRangeMarker(styled(new ValueMarker(level.y()), level.label(), Ink.MARK, false));
    }
    return plot;
  }

  private static CategoryItemLabelGenerator labels(String format) {
    return new StandardCategoryItemLabelGenerator() {
      @Override
      public String generateLabel(CategoryDataset data, int row, int column) {
        Number value = data.getValue(row, column);
        return value == null ? "" : String.format(Locale.ROOT, format, value.doubleValue());
      }
    };
  }

  private static XYPlot frequencies(Chart.Frequencies chart) {
    double least =
        chart.samples().stream().flatMap(s -> s.values().stream()).min(Double::compare).orElse(0d);
    double greatest =
        chart.samples().stream().flatMap(s -> s.values().stream()).max(Double::compare).orElse(0d);
    // One value alone gets a bin of width 1 around it.
    double margin = least == greatest ? 0.5 : 0;
    HistogramDataset data = new HistogramDataset();
    for (Chart.Sample sample : chart.samples()) {
      data.addSeries(
          sample.name(),
          sample.values().stream().mapToDouble(Double::doubleValue).toArray(),
          chart.bins(),
          least - margin,
          greatest + margin);
    }
    XYBarRenderer renderer = new XYBarRenderer(0.05);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    paint(renderer, chart.samples().size());
    XYPlot plot = new XYPlot(data, axis(chart.x()), axis(Axis.fromZero("how often")), renderer);
    plot.setOrientation(PlotOrientation.VERTICAL);
    plot.setForegroundAlpha(chart.samples().size() > 1 ? 0.65f : 1);
    grid(plot);
    return plot;
  }

  private static void paint(AbstractRenderer renderer, int series) {
    for (int i = 0; i < series; i++) {
      renderer.setSeriesPaint(i, Ink.ofSeries(i).color());
    }
  }

  private static void grid(XYPlot plot) {
    plot.setDomainGridlinePaint(Ink.GRID.color());
    plot.setDomainGridlineStroke(THIN);
    plot.setRangeGridlinePaint(Ink.GRID.color());
    plot.setRangeGridlineStroke(THIN);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
  }

  private static double place(Axis axis, double value) {
    return axis.scale() == Axis.Scale.TIME ? value * MILLIS_PER_SECOND : value;
  }

  private static ValueAxis axis(Axis axis) {
    ValueAxis drawn =
        switch (axis.scale()) {
          case LINEAR, FROM_ZERO -> {
            NumberAxis numbers = new NumberAxis(axis.title());
            numbers.setAutoRangeIncludesZero(axis.scale() == Axis.Scale.FROM_ZERO);
            numbers.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
            yield numbers;
          }
          case LOGARITHMIC -> {
            LogAxis logarithms = new LogAxis(axis.title());
            logarithms.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
            yield logarithms;
          }
          case TIME -> new DateAxis(axis.title(), TimeZone.getTimeZone("UTC"), Locale.ENGLISH);
        };
    drawn.setLabelFont(FONT);
    drawn.setLabelPaint(Ink.MUTED.color());
    drawn.setTickLabelFont(FONT);
    drawn.setTickLabelPaint(Ink.TEXT.color());
    drawn.setAxisLinePaint(Ink.GRID.color());
    drawn.setTickMarksVisible(false);
    return drawn;
  }

  private static Marker styled(Marker marker, String label, Ink ink, boolean vertical) {
    marker.setPaint(ink.color());
    marker.setStroke(DASHED);
    marker.setOutlinePaint(null);
    marker.setAlpha(1);
    marker.setLabel(label);
    marker.setLabelFont(SMALL);
    marker.setLabelPaint(Ink.MARK.color());
    marker.setLabelBackgroundColor(TRANSPARENT);
    marker.setLabelOffsetType(LengthAdjustmentType.NO_CHANGE);
    if (vertical) {
      marker.setLabelAnchor(
          marker instanceof IntervalMarker ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
      marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
    } else {
      marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
      marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
    }
    return marker;
  }
}
