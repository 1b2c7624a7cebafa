package org.sessionwatch.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds on which line of a TOML text each key stands, since the parser keeps no positions.
 *
 * <p>The parser has accepted the text before; of a text it would refuse, some keys may be missing
 * or on a wrong line, nothing worse. A path is written {@code pbx[0].ami.port}.
 */
final class TomlLines {
  private final String text;
  private final Map<String, Integer> lines = new HashMap<>();

  /** The last index of each {@code [[array]]} so far. */
  private final Map<String, Integer> arrays = new HashMap<>();

  private int at;
  private int line = 1;

  private TomlLines(String text) {
    this.text = text;
  }

  /** Reads the text once. */
  static TomlLines read(String text) {
    TomlLines lines = new TomlLines(text);
    lines.document();
    return lines;
  }

  /**
   * Returns the line of the key or of the nearest table around it, from 1; 0 for the whole file.
   */
  int find(String path) {
    String here = path;
    while (!here.isEmpty()) {
      Integer found = lines.get(here);
      if (found != null) {
        return found;
      }
      here = here.substring(0, Math.max(0, Math.max(here.lastIndexOf('.'), here.lastIndexOf('['))));
    }
    return 0;
  }

  private void document() {
    String table = "";
    while (!atEnd()) {
      skipBlank(true);
      int before = at;
      if (atEnd()) {
        return;
      }
      if (peek() == '[') {
        table = header();
      } else {
        keyAndValue(table);
      }
      skipToEndOfLine();
      if (at == before) {
        next();
      }
    }
  }

  /** {@code [a.b]} or {@code [[a.b]]}. */
  private String header() {
    int headerLine = line;
    next();
    boolean array = !atEnd() && peek() == '[';
    if (array) {
      next();
    }
    List<String> names = key();
    String path = "";
    for (int i = 0; i < names.size(); i++) {
      path = path.isEmpty() ? names.get(i) : path + "." + names.get(i);
      if (array && i == names.size() - 1) {
        arrays.merge(path, 0, (last, first) -> last + 1);
      }
      if (arrays.containsKey(path)) {
        path += "[" + arrays.get(path) + "]";
      }
    }
    lines.putIfAbsent(path, headerLine);
    return path;
  }

  private void keyAndValue(String table) {
    int keyLine = line;
    String path = table;
    for (String name : key()) {
      path = path.isEmpty() ? name : path + "." + name;
      lines.putIfAbsent(path, keyLine);
    }
    skipBlank(false);
    if (!atEnd() && peek() == '=') {
      next();
      value(path);
    }
  }

  /** A key: bare and quoted names with dots between. */
  private List<String> key() {
    List<String> names = new ArrayList<>();
    do {
      if (!names.isEmpty()) {
        next(); // the dot
      }
      skipBlank(false);
      names.add(name());
      skipBlank(false);
    } while (!atEnd() && peek() == '.');
    return names;
  }

  private String name() {
    if (!atEnd() && (peek() == '"' || peek() == '\'')) {
      return string();
    }
    int start = at;
    while (!atEnd() && (Character.isLetterOrDigit(peek()) || peek() == '_' || peek() == '-')) {
      next();
    }
    return text.substring(start, at);
  }

  private void value(String path) {
    skipBlank(false);
    if (atEnd()) {
      return;
    }
    switch (peek()) {
      case '{' -> inside('}', index -> keyAndValue(path));
      case '[' ->
          inside(
              ']',
              index -> {
                lines.putIfAbsent(path + "[" + index + "]", line);
                value(path + "[" + index + "]");
              });
      case '"', '\'' -> string();
      default -> {
        while (!atEnd() && ",]}#\n".indexOf(peek()) < 0) {
          next();
        }
      }
    }
  }

  /** The items of an array or of a table in braces. */
  private void inside(char close, java.util.function.IntConsumer item) {
    next();
    for (int index = 0; ; index++) {
      skipBlank(true);
      if (atEnd() || peek() == close) {
        break;
      }
      int before = at;
      item.accept(index);
      skipBlank(true);
      if (!atEnd() && (peek() == ',' || at == before)) {
        next();
      }
    }
    if (!atEnd()) {
      next();
    }
  }

  /** A string of any of the four kinds; returns what is between its quotes as it stands. */
  private String string() {
    char quote = peek();
    String triple = String.valueOf(quote).repeat(3);
    String end = text.startsWith(triple, at) ? triple : String.valueOf(quote);
    skip(end.length());
    int start = at;
    while (!atEnd() && !text.startsWith(end, at)) {
      skip(quote == '"' && peek() == '\\' ? 2 : 1);
    }
    String inside = text.substring(start, at);
    skip(end.length());
    while (end.length() == 3 && !atEnd() && peek() == quote) {
      next(); // quotes right before the closing ones belong to the text
    }
    return inside;
  }

  /** Skips spaces and, if told, comments and line ends. */
  private void skipBlank(boolean overLines) {
    while (!atEnd()) {
      char c = peek();
      if (overLines && c == '#') {
        skipToEndOfLine();
      } else if (c == ' ' || c == '\t' || c == '\r' || (overLines && c == '\n')) {
        next();
      } else {
        return;
      }
    }
  }

  private void skipToEndOfLine() {
    while (!atEnd() && peek() != '\n') {
      next();
    }
  }

  private void skip(int count) {
    for (int i = 0; i < count && !atEnd(); i++) {
      next();
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private void next() {
    if (text.charAt(at) == '\n') {
      line++;
    }
    at++;
  }
}
