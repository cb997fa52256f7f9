package io.atalaya.report;

/** Port: what is counted of reports. */
public interface ReportMetrics {

  /** A report went out by a channel. */
  void sent(ReportPeriod.Kind kind, String channel);

  /** A report could not be made, or not be sent by a channel; it is tried again. */
  void failed(ReportPeriod.Kind kind, String channel);
}
