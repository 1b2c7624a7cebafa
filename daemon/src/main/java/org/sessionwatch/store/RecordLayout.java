package org.sessionwatch.store;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which components a record had when it was written, by name and kind. What this release does not
 * know is passed over; a component that was not there yet is null, 0 or false. Thread-safe once its
 * components are added.
 *
 * <p>The JVM makes a class for the handle of each component, so each is made when it is first used:
 * most starts find nothing in the spool, and need none.
 */
final class RecordLayout implements ValueKind {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
  private static final MethodType READS = MethodType.methodType(Object.class, Object.class);
  private static final MethodType MAKES = MethodType.methodType(Object.class, Object[].class);

  /** A component. Safe to use by several threads: its handle is the same whoever made it. */
  private static final class Component {
    private final ValueKind kind;

    /** Null where this release has no such component. */
    private final @Nullable RecordComponent known;

    /** Among the record's components of this release. */
    private final int place;

    /** The constants that it may be in this release, by name; none where it is no word. */
    private final Map<String, Object> words;

    private @Nullable MethodHandle reads;

    Component(
        ValueKind kind, @Nullable RecordComponent known, int place, Map<String, Object> words) {
      this.kind = kind;
      this.known = known;
      this.place = place;
      this.words = words;
    }

    /** Whether it is an {@code int} in this release. */
    boolean isWhole() {
      return known != null && (known.getType() == int.class || known.getType() == Integer.class);
    }

    /** Its value out of a record. */
    @SuppressWarnings("ThrowSpecificExceptions") // An accessor throws nothing that is checked.
    @Nullable Object of(Object record) {
      try {
        MethodHandle handle = reads == null ? reader() : reads;
        return handle == null ? null : (Object) handle.invokeExact(record);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private @Nullable MethodHandle reader() {
      if (known == null) {
        return null;
      }
      try {
        reads = LOOKUP.unreflect(known.getAccessor()).asType(READS);
        return reads;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(known + " is not open to be read", e);
      }
    }
  }

  private final String word;
  private final List<RecordComponent> known;
  private final @Nullable Class<?> type;
  private @Nullable MethodHandle makes;
  private final @Nullable Object[] absent;
  private final List<Component> components = new ArrayList<>();

  /**
   * A layout without components.
   *
   * @param type the record of this release; null where it has none of this name
   */
  RecordLayout(String word, @Nullable Class<?> type) {
    this.word = word;
    this.known = type == null ? List.of() : List.of(type.getRecordComponents());
    this.type = type;
    this.absent = new @Nullable Object[known.size()];
    for (int place = 0; place < known.size(); place++) {
      absent[place] = absent(known.get(place).getType());
    }
  }

  private static MethodHandle maker(Class<?> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return LOOKUP
          .unreflectConstructor(type.getDeclaredConstructor(parameters))
          .asSpreader(Object[].class, parameters.length)
          .asType(MAKES);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not open to be read", e);
    }
  }

  private static @Nullable Object absent(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
  }

  /** The next component, of that name when it was written. */
  void add(String name, ValueKind kind) {
    for (int place = 0; place < known.size(); place++) {
      RecordComponent component = known.get(place);
      if (component.getName().equals(name)) {
        Class<?> now = component.getType();
        components.add(new Component(kind, component, place, words(now)));
        return;
      }
    }
    components.add(new Component(kind, null, -1, Map.of()));
  }

  private static Map<String, Object> words(Class<?> type) {
    Map<String, Object> words = new HashMap<>();
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        words.put(((Enum<?>) constant).name(), constant);
      }
    }
    return words;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public void write(BlockOutput to, @Nullable Object value) {
    to.unsigned(value == null ? 0 : 1);
    if (value != null) {
      writeParts(to, value);
    }
  }

  void writeParts(BlockOutput to, Object value) {
    for (Component component : components) {
      component.kind.write(to, component.of(value));
    }
  }

  @Override
  public @Nullable Object read(BlockInput from) throws IOException {
    return from.unsigned() == 0 ? null : readParts(from);
  }

  /** The record; null, and a problem of the input, when this release cannot make it. */
  @Nullable Object readParts(BlockInput from) throws IOException {
    @Nullable Object[] values = absent.clone();
    for (Component component : components) {
      Object value = component.kind.read(from);
      if (component.known != null && value != null) {
        values[component.place] = converted(value, component, from);
      }
    }
    if (type == null) {
      from.problem("a change of the unknown kind " + word);
      return null;
    }
    try {
      MethodHandle maker = makes == null ? maker(type) : makes;
      makes = maker;
      return (Object) maker.invokeExact(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      from.problem(word + ": " + e);
      return null;
    }
  }

  private @Nullable Object converted(Object value, Component component, BlockInput from) {
    if (component.kind != Plain.WORD) {
      return component.isWhole() ? (Object) ((Long) value).intValue() : value;
    }
    Object word = component.words.get(value);
    if (word == null) {
      from.problem(this.word + " with an unknown " + value);
    }
    return word;
  }

  /** Several of a record. */
  record ListOf(RecordLayout of) implements ValueKind {
    /** Behind the record's word. */
    static final String SUFFIX = "*";

    @Override
    public String word() {
      return of.word() + SUFFIX;
    }

    @Override
    public void write(BlockOutput to, @Nullable Object value) {
      List<?> values = value == null ? List.of() : (List<?>) value;
      to.unsigned(values.size());
      values.forEach(one -> of.writeParts(to, one));
    }

    @Override
    public Object read(BlockInput from) throws IOException {
      List<Object> values = new ArrayList<>();
      for (long left = from.unsigned(); left > 0; left--) {
        Object value = of.readParts(from);
        if (value != null) {
          values.add(value);
        }
      }
      return List.copyOf(values);
    }
  }
}
