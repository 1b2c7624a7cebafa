package org.sessionwatch.capture.hep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;

/**
 * What was heard, by source, at one moment.
 *
 * @param sources one for each source, in no order; what was not taken counts apart, for capture id
 *     0 of its sender, since what it says of itself is not to be believed
 */
public record CaptureCounters(List<SourceCount> sources) {
  public CaptureCounters {
    sources = List.copyOf(sources);
  }

  /**
   * What one source sent.
   *
   * @param source who; the address is {@link SourceTable#OTHER} for all those beyond the number of
   *     sources that are told apart
   * @param messages SIP messages handed on
   * @param notSip other things that agents mirror: RTCP, log lines
   * @param duplicates those of the messages whose very bytes were heard up to 32 s before
   * @param clockAheadUs how far its clock is ahead of ours, in microseconds; null where not known
   * @param faults datagrams not taken, by reason; only reasons that occurred
   * @param firstMessageAtUs when the first SIP message came, microseconds since the epoch; 0 if
   *     none did
   * @param lastMessageAtUs when the last SIP message came, microseconds since the epoch; 0 if none
   *     did
   */
  public record SourceCount(
      CaptureSource source,
      long messages,
      long notSip,
      long duplicates,
      @Nullable Long clockAheadUs,
      Map<HepFault, Long> faults,
      long firstMessageAtUs,
      long lastMessageAtUs) {
    public SourceCount {
      faults = Map.copyOf(faults);
    }

    /** Whether these are all those beyond the number of sources that are told apart. */
    public boolean isOthers() {
      return source.address().equals(SourceTable.OTHER);
    }

    /** The same source at another listener, too; faults are left out. Both have messages. */
    public SourceCount with(SourceCount other) {
      boolean later = other.lastMessageAtUs > lastMessageAtUs;
      return new SourceCount(
          source,
          messages + other.messages,
          notSip + other.notSip,
          duplicates + other.duplicates,
          later ? other.clockAheadUs : clockAheadUs,
          Map.of(),
          Math.min(firstMessageAtUs, other.firstMessageAtUs),
          Math.max(lastMessageAtUs, other.lastMessageAtUs));
    }

    /** Datagrams not taken because they were not sound, or not HEP3. */
    public long malformed() {
      return sum(false);
    }

    /** Datagrams not taken for want of the right auth key. */
    public long refused() {
      return sum(true);
    }

    private long sum(boolean refusals) {
      return faults.entrySet().stream()
          .filter(fault -> fault.getKey().isRefusal() == refusals)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** SIP messages handed on, of all sources. */
  public long messages() {
    return sum(SourceCount::messages);
  }

  /** Other things that agents mirror, of all sources. */
  public long notSip() {
    return sum(SourceCount::notSip);
  }

  /** Datagrams not taken because they were not sound, or not HEP3, of all sources. */
  public long malformed() {
    return sum(SourceCount::malformed);
  }

  /** Datagrams not taken for want of the right auth key, of all sources. */
  public long refused() {
    return sum(SourceCount::refused);
  }

  /** These and those side by side: the sources of two listeners. */
  public CaptureCounters with(CaptureCounters others) {
    List<SourceCount> both = new ArrayList<>(sources);
    both.addAll(others.sources);
    return new CaptureCounters(both);
  }

  private long sum(ToLongFunction<SourceCount> count) {
    return sources.stream().mapToLong(count).sum();
  }
}
