package io.atalaya.report;

/** Port: how a report looks as a page. Safe for use by several threads. */
public interface ReportPages {

  /** HTML that needs nothing else: no script, no image, all styles within. */
  String html(Report report);
}
