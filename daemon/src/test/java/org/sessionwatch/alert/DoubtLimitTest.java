package org.sessionwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.Severity;
import org.sessionwatch.testing.LogEar;

class DoubtLimitTest {
  private static final String DOUBT =
      " The mirror lost messages in that time, so what is missing may have been sent.";

  private final AtomicLong nowUs = new AtomicLong();
  private final List<String> told = new ArrayList<>();
  private final AlertSink keeping =
      new AlertSink() {
        @Override
        public void raised(AlertView alert) {
          told.add("raised " + alert.alert().hint());
        }

        @Override
        public void confirmed(AlertView alert) {
          told.add("confirmed " + alert.alert().hint());
        }

        @Override
        public void cleared(AlertView alert) {
          told.add("cleared " + alert.alert().hint());
        }

        @Override
        public void close(Duration atMost) {
          told.add("closed");
        }
      };
  private final DoubtLimit limit = new DoubtLimit(keeping, nowUs::get);

  private static AlertView view(String pbx, int n, boolean confirmed, String detail) {
    return new AlertView(
        Samples.dialog(),
        pbx,
        new Alert(
            DialogIds.alertId(Samples.DIALOG_ID, AlertKind.REFRESH_LATE, pbx + n),
            AlertKind.REFRESH_LATE,
            Severity.WARNING,
            Samples.REFRESHED,
            null,
            confirmed,
            detail,
            pbx + n));
  }

  private static AlertView doubted(String pbx, int n) {
    return view(pbx, n, false, "Late." + DOUBT);
  }

  @Test
  void of_alerts_in_doubt_a_pbx_has_ten_a_minute() {
    try (LogEar ear = new LogEar(DoubtLimit.class.getName())) {
      IntStream.range(0, 1_000).forEach(n -> limit.raised(doubted("a", n)));
      limit.raised(doubted("b", 0));
      assertThat(ear.lines()).singleElement().asString().contains("More than 10", "calls on a");
    }
    assertThat(told).hasSize(11).contains("raised a9", "raised b0").doesNotContain("raised a10");
    assertThat(limit.count()).isEqualTo(990);

    nowUs.addAndGet(60_000_000);
    limit.raised(doubted("a", 2_000));
    assertThat(told).last().isEqualTo("raised a2000");
  }

  @Test
  void what_no_known_loss_is_behind_always_passes() {
    IntStream.range(0, 100).forEach(n -> limit.raised(view("a", n, false, "Late.")));
    IntStream.range(100, 200).forEach(n -> limit.raised(view("a", n, true, "Late.")));

    assertThat(told).hasSize(200);
    assertThat(limit.count()).isZero();
  }

  @Test
  void what_was_withheld_is_told_when_it_is_certain_and_not_when_it_is_over() {
    IntStream.range(0, 20).forEach(n -> limit.raised(doubted("a", n)));
    told.clear();

    limit.confirmed(view("a", 15, true, "Late."));
    limit.cleared(view("a", 15, true, "Late."));
    limit.cleared(view("a", 16, false, "Late." + DOUBT));
    limit.confirmed(view("a", 3, true, "Late."));
    limit.cleared(view("a", 4, true, "Late."));
    limit.close(Duration.ZERO);

    assertThat(told)
        .containsExactly("raised a15", "cleared a15", "confirmed a3", "cleared a4", "closed");
  }
}
