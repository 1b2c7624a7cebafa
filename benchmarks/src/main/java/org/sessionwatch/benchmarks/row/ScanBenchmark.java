package org.sessionwatch.benchmarks.row;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import io.pkts.packet.sip.SipMessage;
import java.io.IOException;
import java.text.ParseException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.sessionwatch.benchmarks.feed.CallFeed;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;

/** Reading one message of the feed: the daemon's scan, JAIN-SIP's parser, pkts-sip's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScanBenchmark {
  private final byte[][] messages = messages();
  private final StringMsgParser jain = new StringMsgParser();
  private int at;

  /**
   * Some whole cycles of the feed, so that every kind of message is among them as often as there.
   */
  private static byte[][] messages() {
    CallFeed feed = CallFeed.ofSip(0, 1);
    byte[][] messages = new byte[32 * feed.cycleLength()][];
    for (int i = 0; i < messages.length; i++) {
      feed.next();
      messages[i] = feed.bytes().clone();
    }
    return messages;
  }

  private byte[] next() {
    at = at + 1 == messages.length ? 0 : at + 1;
    return messages[at];
  }

  /** The scan of the daemon. */
  @Benchmark
  public SipScan sessionwatch() {
    return SipScanner.scan(next());
  }

  /** The whole message, as JAIN-SIP always parses it. */
  @Benchmark
  public SIPMessage jainSip() throws ParseException {
    return jain.parseSIPMessage(next(), true, false, null);
  }

  /** pkts-sip parses what is asked for: the same headers as the daemon's. */
  @Benchmark
  public void pktsSip(Blackhole sink) throws IOException {
    SipMessage message = SipMessage.frame(next());
    sink.consume(message.getCallIDHeader());
    sink.consume(message.getFromHeader().getTag());
    sink.consume(message.getToHeader().getTag());
    sink.consume(message.getCSeqHeader());
    sink.consume(message.getViaHeader().getBranch());
    sink.consume(message.getHeader("Session-Expires"));
    sink.consume(message.getHeader("Min-SE"));
    sink.consume(message.getHeader("Supported"));
    sink.consume(message.getHeader("User-Agent"));
  }
}
