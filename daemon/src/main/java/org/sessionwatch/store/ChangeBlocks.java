package org.sessionwatch.store;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;

/**
 * Writes and reads blocks of changes by a layout, a text that names each record's components and
 * their kinds, as they were when the block was written:
 *
 * <pre>
 * Party tag:text uri:text userAgent:text supportsTimer:flag allowsUpdate:flag
 * Ended dialog:Dialog
 * </pre>
 *
 * A record is a line, and stands behind those that it consists of. A change is the number of its
 * line and its components. So blocks are small and quick to write, and another release reads them
 * all the same ({@link RecordLayout}). Thread-safe.
 */
final class ChangeBlocks {
  private static final Map<String, Class<?>> RECORDS = new LinkedHashMap<>();

  static {
    Arrays.stream(Effect.class.getPermittedSubclasses()).forEach(ChangeBlocks::collect);
  }

  /** As this release writes them. */
  static final ChangeBlocks CURRENT = of(currentLayout());

  private final String layout;
  private final List<RecordLayout> records = new ArrayList<>();
  private final Map<Class<?>, Integer> numbers = new HashMap<>();

  private ChangeBlocks(String layout) {
    this.layout = layout;
  }

  private static void collect(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> part = element(component);
      if (part.isRecord()) {
        collect(part);
      }
    }
    RECORDS.putIfAbsent(type.getSimpleName(), type);
  }

  /** What a list holds, or the type itself. */
  private static Class<?> element(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : component.getType();
  }

  private static String currentLayout() {
    StringBuilder text = new StringBuilder();
    RECORDS.forEach(
        (name, type) -> {
          text.append(name);
          for (RecordComponent component : type.getRecordComponents()) {
            text.append(' ').append(component.getName()).append(':').append(kind(component));
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static String kind(RecordComponent component) {
    Class<?> type = element(component);
    if (type.isRecord()) {
      boolean list = type != component.getType();
      return type.getSimpleName() + (list ? RecordLayout.ListOf.SUFFIX : "");
    }
    return plain(type).word();
  }

  private static ValueKind.Plain plain(Class<?> type) {
    if (type == String.class) {
      return ValueKind.Plain.TEXT;
    } else if (type == Instant.class) {
      return ValueKind.Plain.INSTANT;
    } else if (type == UUID.class) {
      return ValueKind.Plain.ID;
    } else if (type == InetSocketAddress.class) {
      return ValueKind.Plain.ADDRESS;
    } else if (type == boolean.class || type == Boolean.class) {
      return ValueKind.Plain.FLAG;
    } else if (type.isEnum()) {
      return ValueKind.Plain.WORD;
    } else if (List.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return ValueKind.Plain.NUMBER;
    }
    throw new IllegalStateException("no changes are written with a " + type);
  }

  /**
   * Blocks of a layout as {@link #layout} gave it.
   *
   * @throws IllegalArgumentException when it is none
   */
  static ChangeBlocks of(String layout) {
    ChangeBlocks blocks = new ChangeBlocks(layout);
    Map<String, RecordLayout> before = new HashMap<>();
    layout.lines().forEach(line -> blocks.add(line.split(" "), before));
    return blocks;
  }

  private void add(String[] line, Map<String, RecordLayout> before) {
    Class<?> type = RECORDS.get(line[0]);
    RecordLayout one = new RecordLayout(line[0], type);
    for (int i = 1; i < line.length; i++) {
      int colon = line[i].indexOf(':');
      one.add(line[i].substring(0, colon), kind(line[i].substring(colon + 1), before));
    }
    if (type != null) {
      numbers.put(type, records.size());
    }
    before.put(line[0], one);
    records.add(one);
  }

  private static ValueKind kind(String word, Map<String, RecordLayout> before) {
    boolean list = word.endsWith(RecordLayout.ListOf.SUFFIX);
    RecordLayout one = before.get(list ? word.substring(0, word.length() - 1) : word);
    if (one == null) {
      return ValueKind.Plain.valueOf(word.toUpperCase(Locale.ROOT));
    }
    return list ? new RecordLayout.ListOf(one) : one;
  }

  String layout() {
    return layout;
  }

  /** The effects as a block; {@link #CURRENT} only. */
  byte[] write(List<Effect> effects) {
    BlockOutput to = new BlockOutput();
    for (Effect effect : effects) {
      int number = Objects.requireNonNull(numbers.get(effect.getClass()));
      to.unsigned(number);
      records.get(number).writeParts(to, effect);
    }
    return to.toBytes();
  }

  /**
   * What was written, at places from {@code firstId} on.
   *
   * @param count how many they are
   */
  List<Spool.Entry> read(byte[] block, long firstId, int count) {
    BlockInput from = new BlockInput(block);
    List<Spool.Entry> entries = new ArrayList<>(count);
    @Nullable String broken = null;
    for (int i = 0; i < count; i++) {
      Effect effect = null;
      String problem = broken;
      if (broken == null) {
        try {
          effect = one(from);
          problem = from.takeProblem();
        } catch (IOException e) {
          problem = broken = DatabaseErrors.oneLine(e);
        }
      }
      entries.add(
          problem == null
              ? new Spool.Entry(firstId + i, effect, "")
              : new Spool.Entry(firstId + i, null, problem));
    }
    return entries;
  }

  private @Nullable Effect one(BlockInput from) throws IOException {
    long number = from.unsigned();
    if (number < 0 || number >= records.size()) {
      throw new IOException("a change of the unknown kind " + number);
    }
    Object value = records.get((int) number).readParts(from);
    if (value != null && !(value instanceof Effect)) {
      from.problem(records.get((int) number).word() + " is no change");
      return null;
    }
    return (Effect) value;
  }
}
