package io.atalaya.notebook;

import io.atalaya.bench.Options;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.notebook.report.Report;
import java.io.IOException;
import java.nio.file.Path;

/** A study of real data that ends in a report. */
@FunctionalInterface
public interface Notebook {

  /**
   * Runs the study.
   *
   * @param options what the caller chose; the notebook ends by refusing all others
   * @param screen for what it finds, and how far it is
   * @param directory for files beside the report; there
   * @return what it found
   */
  Report run(Options options, Screen screen, Path directory) throws IOException;
}
