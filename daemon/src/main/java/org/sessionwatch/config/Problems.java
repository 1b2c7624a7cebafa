package org.sessionwatch.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes and the warnings of one file. */
final class Problems {
  private final Path file;
  private final TomlLines lines;
  private final List<Problem> mistakes = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  Problems(Path file, TomlLines lines) {
    this.file = file;
    this.lines = lines;
  }

  void add(String path, String text) {
    mistakes.add(problem(path, text));
  }

  void warn(String path, String text) {
    warnings.add(problem(path, text));
  }

  /** Returns the path without the indexes, which the line already tells. */
  String shown(String path) {
    return path.replaceAll("\\[\\d+\\]", "");
  }

  List<Problem> mistakes() {
    return mistakes.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  List<Problem> warnings() {
    return warnings;
  }

  private Problem problem(String path, String text) {
    return new Problem(file, lines.find(path), shown(path), text);
  }
}
