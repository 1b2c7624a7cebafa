package org.sessionwatch.pbx.probe;

/** Hears whether PBXs answer. Called by the probes' one thread, which it must not hold up. */
@FunctionalInterface
public interface ProbeListener {
  /**
   * A PBX was asked.
   *
   * @param result how it stands now
   * @param changed whether it went up or down, or what it supports changed; true for the first
   *     result
   */
  void probed(ProbeResult result, boolean changed);
}
