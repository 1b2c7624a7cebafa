package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of rules, alerts and scenarios in the documentation: it leaves none out, and every test
 * that it names exists.
 */
class ScenarioTableTest {
  private static final Path TABLE = Path.of("../docs/scenarios.md");
  private static final Path TESTS = Path.of("src/test/java/org/sessionwatch");

  /** {@code Class}, {@code room/Class.method}, or {@code .method} of the class named before. */
  private static final Pattern NAMED =
      Pattern.compile("`([a-z]+/)*([A-Z]\\w+)?(?:\\.([a-z]\\w*?)_?(?:\\.\\.\\.)?)?`");

  private static final Pattern RANGE = Pattern.compile("(R?)(\\d+)(?: - R?(\\d+))?(b?)");

  @Test
  void no_rule_is_left_out() throws IOException {
    // There is no R19.
    assertThat(subjects("R")).containsAll(numbers("R", 1, 18)).containsAll(numbers("R", 20, 30));
  }

  @Test
  void no_scenario_is_left_out() throws IOException {
    assertThat(subjects("")).containsAll(numbers("", 1, 57)).contains("47b");
  }

  @Test
  void no_alert_is_left_out() throws IOException {
    Set<String> first = rows().stream().map(row -> row.get(0)).collect(Collectors.toSet());
    assertThat(first).containsAll(Arrays.stream(AlertKind.values()).map(Enum::name).toList());
  }

  @Test
  void every_row_names_a_test_and_every_test_named_is_there() throws IOException {
    Map<String, String> sources = sources();
    for (List<String> row : rows()) {
      List<String> named = tests(row.get(row.size() - 1));
      assertThat(named).as(row.get(0)).isNotEmpty();
      for (String test : named) {
        String[] parts = test.split("\\.", 2);
        String source = sources.get(parts[0]);
        assertThat(source).as(test).isNotNull();
        if (parts.length == 2) {
          assertThat(source).as(test).contains("void " + parts[1]);
        }
      }
    }
  }

  private static List<String> tests(String cell) {
    List<String> named = new ArrayList<>();
    String current = "";
    Matcher matcher = NAMED.matcher(cell);
    while (matcher.find()) {
      current = matcher.group(2) == null ? current : matcher.group(2);
      if (!current.isEmpty() && (matcher.group(2) != null || matcher.group(3) != null)) {
        named.add(matcher.group(3) == null ? current : current + "." + matcher.group(3));
      }
    }
    return named;
  }

  /** The numbers at the beginning of the rows: rules with {@code R}, scenarios without. */
  private static Set<String> subjects(String prefix) throws IOException {
    Set<String> found = new LinkedHashSet<>();
    for (List<String> row : rows()) {
      Matcher numbers = RANGE.matcher(row.get(0));
      while (numbers.find()) {
        boolean wanted = numbers.group(1).equals(prefix);
        int from = Integer.parseInt(numbers.group(2));
        int to = numbers.group(3) == null ? from : Integer.parseInt(numbers.group(3));
        if (wanted) {
          found.addAll(numbers(prefix, from, to));
          found.add(prefix + from + numbers.group(4));
        }
      }
    }
    return found;
  }

  private static List<String> numbers(String prefix, int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(number -> prefix + number).toList();
  }

  /** The tables' rows but for the one about losses, whose tests have a class in the headline. */
  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .takeWhile(line -> !line.startsWith("| what the mirror loses"))
        .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size()))
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.put(name(file), text(file)));
    }
    return sources;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
