package org.sessionwatch.hostile;

/** Fuzz target: recordings of every kind, read as {@code analyze} reads them. */
public final class RecordingFuzz {
  private RecordingFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] data) {
    ReadThrough.of(data);
  }
}
