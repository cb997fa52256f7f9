package io.atalaya.report;

/** Port: a report for programs. Safe for use by several threads. */
public interface ReportJson {

  /** The report as {@code GET /v1/reports/{kind}} gives it. */
  String json(Report report);
}
