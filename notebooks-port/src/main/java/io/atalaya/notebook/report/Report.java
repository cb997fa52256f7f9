package io.atalaya.notebook.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A report: what is read in the page and what is in its JSON come from here.
 *
 * @param title of the page
 * @param summary what the reader takes along, in a few sentences
 * @param facts where and how the figures came about, by what each is
 * @param sections in order
 */
public record Report(
    String title, String summary, SequencedMap<String, String> facts, List<Section> sections) {

  /** Copies all, and refuses names that are malformed or used twice. */
  public Report {
    facts = new LinkedHashMap<>(facts);
    sections = List.copyOf(sections);
    Set<String> seen = new HashSet<>();
    for (Section section : sections) {
      check(section.id(), seen);
      for (Part part : section.parts()) {
        switch (part) {
          case Table table -> check(table.id(), seen);
          case Part.Picture picture -> check(picture.chart().id(), seen);
          case Part.Finding finding -> check(finding.id(), seen);
          case Part.Paragraph ignored -> {}
          case Part.Code ignored -> {}
        }
      }
    }
  }

  private static void check(String id, Set<String> seen) {
    if (!id.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "'%s' names a part of a report: lower case, digits and hyphens are right".formatted(id));
    }
    if (!seen.add(id)) {
      throw new IllegalArgumentException("two parts of the report are named '%s'".formatted(id));
    }
  }

  /** Writes {@code name.html} and {@code name.json}. */
  public void write(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + ".html"), HtmlPage.of(this));
    Files.writeString(directory.resolve(name + ".json"), JsonFigures.text(this));
  }

  /** The same, with more facts. */
  public Report with(Map<String, String> more) {
    SequencedMap<String, String> all = new LinkedHashMap<>(facts);
    all.putAll(more);
    return new Report(title, summary, all, sections);
  }
}
