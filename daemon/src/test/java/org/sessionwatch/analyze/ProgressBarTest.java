package org.sessionwatch.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final String CLEARED = "\r\u001b[K";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(written, true, UTF_8);
  private long nowUs = 5_000_000;

  private ProgressBar bar(OptionalLong total) {
    return new ProgressBar(terminal, () -> nowUs, total);
  }

  private String shown() {
    String text = written.toString(UTF_8);
    written.reset();
    return text;
  }

  @Test
  void nothing_is_shown_in_the_first_second_and_then_five_times_a_second() {
    ProgressBar bar = bar(OptionalLong.of(100_000_000));
    nowUs += 999_999;
    bar.accept(30_000_000);
    assertThat(shown()).isEmpty();
    nowUs += 1_000_001;
    bar.accept(20_000_000);
    assertThat(shown())
        .isEqualTo(CLEARED + "[###############               ]  50%  50 of 100 MB, 25 MB/s");
    nowUs += 199_999;
    bar.accept(1_000_000);
    assertThat(shown()).isEmpty();
    nowUs += 1;
    bar.accept(1_000_000);
    assertThat(shown()).contains(" 52%  52 of 100 MB");
  }

  @Test
  void of_what_has_no_known_size_it_says_how_much_was_read() {
    ProgressBar bar = bar(OptionalLong.empty());
    nowUs += 2_000_000;
    bar.accept(50_000_000);
    assertThat(shown()).isEqualTo(CLEARED + "50 MB read, 25 MB/s");
  }

  @Test
  void it_makes_room_for_what_is_printed() {
    ProgressBar bar = bar(OptionalLong.empty());
    bar.makeRoomFor(() -> terminal.print("early\n"));
    nowUs += 2_000_000;
    bar.accept(50_000_000);
    bar.makeRoomFor(() -> terminal.print("a call\n"));
    bar.clear();
    assertThat(shown())
        .isEqualTo("early\n" + CLEARED + "50 MB read, 25 MB/s" + CLEARED + "a call\n");
  }
}
