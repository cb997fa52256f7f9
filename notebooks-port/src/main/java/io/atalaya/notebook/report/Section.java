package io.atalaya.notebook.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A section of a report.
 *
 * @param id its name in JSON and its anchor in the page: lower case, digits and hyphens
 * @param title its heading
 * @param parts in order
 */
public record Section(String id, String title, List<Part> parts) {

  /** Copies the parts. */
  public Section {
    parts = List.copyOf(parts);
  }

  /** Of parts given one by one. */
  public static Section of(String id, String title, Part... parts) {
    return new Section(id, title, List.of(parts));
  }

  /** The same with one more part at its end. */
  public Section with(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new Section(id, title, more);
  }
}
