package org.sessionwatch.store;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enum constants as the words that rows carry, and text that PostgreSQL can keep. */
final class Words {
  /** Stands for NUL, which a header may carry and PostgreSQL cannot keep. */
  static final char NUL_STAND_IN = '\uFFFD';

  private static final ClassValue<String[]> WORDS =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          return Arrays.stream(type.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
              .toArray(String[]::new);
        }
      };

  private Words() {}

  /** The constant in lower case; null for null. */
  static @Nullable String of(@Nullable Enum<?> constant) {
    return constant == null ? null : WORDS.get(constant.getDeclaringClass())[constant.ordinal()];
  }

  /** The constant that the word stands for. */
  static <E extends Enum<E>> E parse(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /** The constant that the word stands for; null for null. */
  static <E extends Enum<E>> @Nullable E parseOrNull(Class<E> type, @Nullable String word) {
    return word == null ? null : parse(type, word);
  }

  /**
   * The text without NUL, which a header may carry and PostgreSQL cannot keep: U+FFFD takes its
   * place.
   */
  static @Nullable String text(@Nullable String text) {
    return text == null ? null : text.replace('\0', NUL_STAND_IN);
  }
}
