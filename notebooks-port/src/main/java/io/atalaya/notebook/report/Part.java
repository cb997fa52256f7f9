package io.atalaya.notebook.report;

import io.atalaya.notebook.report.chart.Chart;

/** A part of a section. */
public sealed interface Part permits Table, Part.Paragraph, Part.Finding, Part.Code, Part.Picture {

  /** Text. */
  record Paragraph(String text) implements Part {}

  /**
   * What was found, in a sentence.
   *
   * @param id its name in JSON: lower case, digits and hyphens
   * @param outcome what it means
   */
  record Finding(String id, Outcome outcome, String text) implements Part {}

  /** What a finding means. */
  enum Outcome {
    HOLDS,
    FAILS,
    REMARK
  }

  /**
   * A file's text.
   *
   * @param name of the file
   */
  record Code(String name, String text) implements Part {}

  /** A chart. */
  record Picture(Chart chart) implements Part {}
}
