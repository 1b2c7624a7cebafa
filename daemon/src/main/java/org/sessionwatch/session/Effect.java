package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message or a passed deadline brought about. Every effect of a dialog carries the dialog as
 * it stands after it, so each can be written on its own and writing one twice changes nothing.
 */
public sealed interface Effect {
  /** The dialog after this effect; null for one that is about a whole PBX. */
  @Nullable Dialog dialog();

  /** Hands this effect to the method made for it. */
  void accept(Visitor visitor);

  /** A dialog was established, or first heard in mid-call. */
  record Established(Dialog dialog) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.established(this);
    }
  }

  /** Something of the dialog changed that no other effect tells: its channel, its timer. */
  record Changed(Dialog dialog) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.changed(this);
    }
  }

  /**
   * A refresh transaction began or went on; the same refresh may be told again when more is known.
   */
  record Refreshed(Dialog dialog, Refresh refresh) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.refreshed(this);
    }
  }

  /** An alert was raised. */
  record AlertRaised(Dialog dialog, Alert alert) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.alertRaised(this);
    }
  }

  /**
   * An alert that was raised unconfirmed is certain now: something was heard that leaves no doubt.
   */
  record AlertConfirmed(Dialog dialog, Alert alert) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.alertConfirmed(this);
    }
  }

  /** An alert raised before no longer holds. */
  record AlertCleared(Dialog dialog, Alert alert) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.alertCleared(this);
    }
  }

  /**
   * The timer as capture points saw it; those that are new, or tell something else than before.
   *
   * @param hops at least one
   */
  record HopsSeen(Dialog dialog, List<DialogHop> hops) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.hopsSeen(this);
    }
  }

  /** The dialog ended. */
  record Ended(Dialog dialog) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.ended(this);
    }
  }

  /** The dialog goes on after all: its BYE was answered 481, and somebody still refreshes it. */
  record Reopened(Dialog dialog) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.reopened(this);
    }
  }

  /**
   * Nothing was heard of the dialog for so long that it is no longer watched; its end is unknown.
   */
  record Forgotten(Dialog dialog) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.forgotten(this);
    }
  }

  /**
   * An alert about a whole PBX was raised.
   *
   * @param pbx the PBX's name
   */
  record PbxAlertRaised(String pbx, Alert alert) implements Effect {
    @Override
    public @Nullable Dialog dialog() {
      return null;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.pbxAlertRaised(this);
    }
  }

  /**
   * An alert about a whole PBX no longer holds; its detail may tell more than when it was raised.
   *
   * @param pbx the PBX's name
   */
  record PbxAlertCleared(String pbx, Alert alert) implements Effect {
    @Override
    public @Nullable Dialog dialog() {
      return null;
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.pbxAlertCleared(this);
    }
  }

  /** One method per effect. */
  interface Visitor {
    void established(Established effect);

    void changed(Changed effect);

    void refreshed(Refreshed effect);

    void alertRaised(AlertRaised effect);

    void alertConfirmed(AlertConfirmed effect);

    void alertCleared(AlertCleared effect);

    /** For those who keep hops; nobody else has to. */
    default void hopsSeen(HopsSeen effect) {}

    void ended(Ended effect);

    void reopened(Reopened effect);

    void forgotten(Forgotten effect);

    void pbxAlertRaised(PbxAlertRaised effect);

    void pbxAlertCleared(PbxAlertCleared effect);
  }
}
