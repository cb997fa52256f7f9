package io.atalaya.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.report.Report;
import io.atalaya.report.ReportJson;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports in the form of the API, for whoever does not ask the API. */
@ApplicationScoped
public class JacksonReportJson implements ReportJson {

  private final ObjectMapper mapper;

  JacksonReportJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public String json(Report report) {
    try {
      return mapper.writeValueAsString(ReportView.of(report));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a report is no JSON", impossible);
    }
  }
}
