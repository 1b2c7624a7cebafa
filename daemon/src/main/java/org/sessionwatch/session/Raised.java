package org.sessionwatch.session;

/**
 * An alert of a dialog that may still change: be cleared by a refresh, or become certain. After an
 * overload there are three of these for each call whose BYE was lost, so none keeps its words.
 */
sealed interface Raised {
  AlertKind kind();

  /** Since when something has not come. */
  long fromUs();

  /** Its instant. */
  long raisedUs();

  /** Whether the numbers of the requests can prove it. */
  boolean countable();

  /** As others are told of it. */
  Alert alert(WatchedDialog dialog);

  /** The same, over since the given instant. */
  Raised cleared(long us);

  /** The same, certain after all. */
  Raised certain();

  /**
   * A session interval passed a threshold without a refresh; its words are made when they are
   * wanted.
   *
   * @param kind REFRESH_LATE, REFRESH_MISSED or SESSION_EXPIRED
   * @param clearedUs when a refresh came after all; {@link Instants#NONE} while none did
   */
  record Unrefreshed(
      AlertKind kind, Interval interval, Certainty certainty, boolean countable, long clearedUs)
      implements Raised {

    @Override
    public long fromUs() {
      return interval.refreshedUs();
    }

    @Override
    public long raisedUs() {
      Thresholds at = interval.thresholds();
      return switch (kind) {
        case REFRESH_LATE -> at.lateUs();
        case REFRESH_MISSED -> at.atRiskUs();
        default -> at.expiredUs();
      };
    }

    @Override
    public Alert alert(WatchedDialog dialog) {
      AlertTexts.Text text =
          switch (kind) {
            case REFRESH_LATE -> AlertTexts.late(dialog, interval);
            case REFRESH_MISSED -> AlertTexts.missed(dialog, interval);
            default -> AlertTexts.expired(dialog, interval);
          };
      Alert alert = text.alert(dialog.id(), raisedUs(), certainty);
      return clearedUs == Instants.NONE ? alert : alert.cleared(Instants.at(clearedUs));
    }

    @Override
    public Raised cleared(long us) {
      return new Unrefreshed(kind, interval, certainty, countable, us);
    }

    @Override
    public Raised certain() {
      return new Unrefreshed(kind, interval, Certainty.CONFIRMED, countable, clearedUs);
    }
  }

  /**
   * One whose words cannot be made again: they are of an earlier watch, or tell of a request that
   * is let go.
   */
  record Told(Alert told, long fromUs, boolean countable) implements Raised {
    @Override
    public AlertKind kind() {
      return told.kind();
    }

    @Override
    public long raisedUs() {
      return Instants.us(told.raisedAt());
    }

    @Override
    public Alert alert(WatchedDialog dialog) {
      return told;
    }

    @Override
    public Raised cleared(long us) {
      return new Told(told.cleared(Instants.at(us)), fromUs, countable);
    }

    @Override
    public Raised certain() {
      return new Told(AlertTexts.certain(told), fromUs, countable);
    }
  }
}
