package io.atalaya.adapter.report;

import io.atalaya.report.Report;
import io.atalaya.report.ReportPages;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;

/** Pages from the template {@code report/page.html}, which escapes all that it is given. */
@ApplicationScoped
public class QuteReportPages implements ReportPages {

  private final Template page;

  QuteReportPages(@Location("report/page.html") Template page) {
    this.page = page;
  }

  @Override
  public String html(Report report) {
    return page.data("report", PageModel.of(report)).render();
  }
}
