package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("listen", "auth_key", "receive_buffer");

  @Test
  void finds_what_was_meant() {
    assertThat(Suggestion.nearest("listn", KNOWN)).contains("listen");
    assertThat(Suggestion.nearest("lsiten", KNOWN)).contains("listen");
    assertThat(Suggestion.nearest("authkey", KNOWN)).contains("auth_key");
    assertThat(Suggestion.nearest("recieve_bufer", KNOWN)).contains("receive_buffer");
  }

  @Test
  void does_not_guess_wildly() {
    assertThat(Suggestion.nearest("colour", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x".repeat(100_000), KNOWN)).isEmpty();
  }

  @Test
  void counts_changes() {
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("abc", "abc")).isZero();
    assertThat(Suggestion.distance("abc", "acb")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }
}
