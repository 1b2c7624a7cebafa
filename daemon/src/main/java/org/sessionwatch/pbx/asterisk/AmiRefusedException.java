package org.sessionwatch.pbx.asterisk;

import java.io.IOException;

/** Asterisk does not let the manager user in, or not do what it must. Its text says why. */
final class AmiRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  AmiRefusedException(String message) {
    super(message);
  }
}
