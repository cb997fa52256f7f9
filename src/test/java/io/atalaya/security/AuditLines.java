package io.atalaya.security;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that go to the audit's categories of the log, from now on. */
final class AuditLines extends Handler implements AutoCloseable {

  private static final Logger AUDIT = Logger.getLogger("io.atalaya.audit");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private AuditLines() {}

  static AuditLines begin() {
    AuditLines lines = new AuditLines();
    AUDIT.addHandler(lines);
    return lines;
  }

  /** Level, the end of the category, and text of each. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord line) {
    String category = line.getLoggerName().substring(AUDIT.getName().length() + 1);
    lines.add(line.getLevel() + " " + category + " " + line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    AUDIT.removeHandler(this);
  }
}
