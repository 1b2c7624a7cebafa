package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private final LoggerContext context = new LoggerContext();
  private final LogLine layout = new LogLine();

  @Test
  void is_one_line_with_time_and_level() {
    assertThat(line(Level.WARN, "AMI is away since 10:00", null))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  AMI is away since 10:00\n");
  }

  @Test
  void begins_with_the_priority_in_the_journal() {
    layout.setJournal(true);
    assertThat(line(Level.ERROR, "e", null)).isEqualTo("<3>e\n");
    assertThat(line(Level.WARN, "w", null)).isEqualTo("<4>w\n");
    assertThat(line(Level.INFO, "i", null)).isEqualTo("<6>i\n");
    assertThat(line(Level.DEBUG, "d", null)).isEqualTo("<7>d\n");
  }

  @Test
  void names_a_throwable_and_its_causes_on_the_same_line() {
    layout.setJournal(true);
    Throwable thrown = new IllegalStateException("away", new IOException("refused"));
    assertThat(line(Level.WARN, "AMI", thrown))
        .isEqualTo("<4>AMI: IllegalStateException: away: IOException: refused\n");
  }

  @Test
  void shows_the_stack_at_debug_each_line_with_its_priority() {
    layout.setJournal(true);
    assertThat(line(Level.DEBUG, "AMI", new IOException("refused")).lines())
        .hasSizeGreaterThan(2)
        .allMatch(each -> each.startsWith("<7>"))
        .anyMatch(each -> each.contains("LogLineTest"));
  }

  @Test
  void lets_no_control_character_through() {
    layout.setJournal(true);
    assertThat(line(Level.INFO, "a\nb\r\u001b[31m\u0000\u2028", null))
        .isEqualTo("<6>a | b\\u000d\\u001b[31m\\u0000\\u2028\n");
  }

  private String line(Level level, String message, @Nullable Throwable thrown) {
    return layout.doLayout(
        new LoggingEvent("test", context.getLogger("test"), level, message, thrown, null));
  }
}
