package org.sessionwatch.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.sessionwatch.config.Suggestion;

/** The reports that are packaged with the daemon, from {@code sql/reports}. */
public final class Reports {
  private static final String FOLDER = "/sql/reports/";

  private Reports() {}

  /** Every report, in the order in which they are listed. */
  public static List<Report> all() {
    return names().stream().map(name -> Report.parse(name, read(name + ".sql"))).toList();
  }

  /**
   * The report of that name.
   *
   * @throws ReportException when there is none; it suggests the one that was probably meant
   */
  public static Report named(String name) throws ReportException {
    List<String> names = names();
    if (names.contains(name)) {
      return Report.parse(name, read(name + ".sql"));
    }
    throw new ReportException(
        "there is no report \"%s\"%s; sessionwatch report lists them"
            .formatted(
                name,
                Suggestion.nearest(name, names)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("")));
  }

  /** The reports with what each answers, a line each. */
  public static String list() {
    int width = names().stream().mapToInt(String::length).max().orElse(0);
    return all().stream()
        .map(report -> ("%-" + width + "s  %s%n").formatted(report.name(), report.question()))
        .collect(Collectors.joining());
  }

  private static List<String> names() {
    return read("list").lines().filter(line -> !line.isBlank()).toList();
  }

  private static String read(String file) {
    try (InputStream in = Reports.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("not packaged: " + FOLDER + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
