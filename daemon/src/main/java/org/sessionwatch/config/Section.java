package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table of the file, read key by key. A mistake is noted and the default taken in its place, so
 * that reading goes on and finds the next one.
 */
final class Section {
  private final ObjectNode table;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Section(ObjectNode table, String path, Problems problems) {
    this.table = table;
    this.path = path;
    this.problems = problems;
  }

  /** Notes a mistake in the value of the key. */
  void mistake(String key, String text) {
    problems.add(pathOf(key), text);
  }

  /** Notes a mistake in the section as a whole. */
  void mistake(String text) {
    problems.add(path, text);
  }

  Problems problems() {
    return problems;
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Returns the key's value as it stands; null when it is not there. */
  @Nullable JsonNode raw(String key) {
    known.add(key);
    return table.get(key);
  }

  Optional<String> text(String key) {
    JsonNode value = raw(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      mistake(key, "must be a text in quotes, and not empty");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  /** Returns the text; notes its absence as a mistake and goes on with a placeholder. */
  String required(String key, String example) {
    if (!table.has(key)) {
      mistake(key, "is missing; like " + key + " = \"" + example + "\"");
    }
    return text(key).orElse(example);
  }

  int integer(String key, int least, int most, int otherwise) {
    JsonNode value = raw(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      mistake(key, "must be a whole number from " + least + " to " + most + ", without quotes");
      return otherwise;
    }
    if (value.intValue() < least || value.intValue() > most) {
      mistake(key, value.intValue() + " is not between " + least + " and " + most);
      return otherwise;
    }
    return value.intValue();
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode value = raw(key);
    if (value != null && !value.isBoolean()) {
      mistake(key, "must be true or false, without quotes");
    }
    return value != null && value.isBoolean() ? value.booleanValue() : otherwise;
  }

  Duration duration(String key, Duration least, Duration most, Duration otherwise) {
    JsonNode value = raw(key);
    if (value == null) {
      return otherwise;
    }
    Optional<Duration> duration =
        value.isTextual() ? Quantities.duration(value.textValue()) : Optional.empty();
    if (duration.isEmpty()) {
      mistake(key, "must be " + Quantities.DURATION_FORM);
      return otherwise;
    }
    if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
      mistake(
          key,
          "\"%s\" is not between \"%s\" and \"%s\""
              .formatted(value.textValue(), Quantities.text(least), Quantities.text(most)));
      return otherwise;
    }
    return duration.get();
  }

  int size(String key, int least, int most, int otherwise) {
    return (int) size(key, (long) least, most, otherwise);
  }

  long size(String key, long least, long most, long otherwise) {
    JsonNode value = raw(key);
    if (value == null) {
      return otherwise;
    }
    Optional<Long> size = value.isTextual() ? Quantities.size(value.textValue()) : Optional.empty();
    if (size.isEmpty()) {
      mistake(key, "must be " + Quantities.SIZE_FORM);
      return otherwise;
    }
    if (size.get() < least || size.get() > most) {
      mistake(
          key,
          "\"%s\" is not between \"%s\" and \"%s\""
              .formatted(value.textValue(), Quantities.text(least), Quantities.text(most)));
      return otherwise;
    }
    return size.get();
  }

  /** Returns the constant that the text names; notes another text with the nearest choice. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> choices) {
    List<String> names = new ArrayList<>();
    for (E choice : choices.getEnumConstants()) {
      names.add(choice.name().toLowerCase(Locale.ROOT));
    }
    Optional<String> text = text(key).map(written -> written.toLowerCase(Locale.ROOT));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int index = names.indexOf(text.get());
    if (index < 0) {
      mistake(
          key,
          "must be one of \"%s\"%s"
              .formatted(String.join("\", \"", names), didYouMean(text.get(), names)));
      return Optional.empty();
    }
    return Optional.of(choices.getEnumConstants()[index]);
  }

  /** Returns the values of an array, or the one value that stands in its place. */
  List<JsonNode> list(String key) {
    JsonNode value = raw(key);
    if (value == null) {
      return List.of();
    }
    List<JsonNode> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(values::add);
    } else {
      values.add(value);
    }
    return values;
  }

  /** Returns the table below the key, {@code [path.key]}. */
  Optional<Section> child(String key) {
    JsonNode value = raw(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode below) {
      return Optional.of(new Section(below, pathOf(key), problems));
    }
    mistake(key, "must be a section: [" + problems.shown(pathOf(key)) + "]");
    return Optional.empty();
  }

  /** Returns the tables of {@code [[key]]}. */
  List<Section> children(String key) {
    JsonNode value = raw(key);
    List<Section> sections = new ArrayList<>();
    if (value == null) {
      return sections;
    }
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      if (value.get(i) instanceof ObjectNode below) {
        sections.add(new Section(below, pathOf(key) + "[" + i + "]", problems));
      }
    }
    if (!value.isArray() || sections.size() < value.size()) {
      mistake(key, "must be written [[" + pathOf(key) + "]], with two brackets, once for each");
    }
    return sections;
  }

  /** Notes every key that nobody asked for. To be called when the section has been read. */
  void refuseUnknownKeys() {
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (!known.contains(entry.getKey())) {
        mistake(entry.getKey(), "unknown key" + didYouMean(entry.getKey(), known));
      }
    }
  }

  private static String didYouMean(String written, java.util.Collection<String> known) {
    return Suggestion.nearest(written, known)
        .map(word -> "; did you mean \"" + word + "\"?")
        .orElse("; known here: " + String.join(", ", known));
  }
}
