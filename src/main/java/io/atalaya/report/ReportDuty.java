package io.atalaya.report;

import java.time.Instant;

/** Port: which instance of a fleet sends, and what it knows. Safe for use by several threads. */
public interface ReportDuty {

  /** Whether it is this one. For a moment after a lost connection two may believe so. */
  boolean isOurs();

  /** Whether everything has been read, by all instances, that was appended before a time. */
  boolean hasRead(Instant until);
}
