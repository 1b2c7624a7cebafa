package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A TCP stream with a hole in the middle of a call: {@code analyze} tells of it and believes less.
 */
class GapsInRecordingsTest {
  private static final int CALLER = 40_000;

  @TempDir Path directory;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final int[] sequences = {1_000, 2_000};

  private String analyze(Analyzer.Format format) throws IOException {
    Path capture = directory.resolve("hole.pcap");
    Files.write(capture, file.toByteArray());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true);
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Analyzer(InputStream.nullInputStream(), printed, nowhere)
        .analyze(List.of(capture.toString()), format, Duration.ofSeconds(6));
    return out.toString(StandardCharsets.UTF_8);
  }

  private void call() {
    header();
    segment(0, true, 0, "");
    segment(0, false, 0, "");
    String timer = "Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n";
    segment(0, true, 0, sip("INVITE sip:b@x SIP/2.0", "", "1 INVITE", timer));
    segment(
        0.1, false, 0, sip("SIP/2.0 200 OK", ";tag=b", "1 INVITE", "Require: timer\r\n" + timer));
    segment(0.2, true, 0, sip("ACK sip:b@x SIP/2.0", ";tag=b", "1 ACK", ""));
    // A refresh of 300 bytes and more that the capture does not have.
    segment(70, true, 320, sip("INFO sip:b@x SIP/2.0", ";tag=b", "3 INFO", ""));
    segment(80, true, 0, sip("BYE sip:b@x SIP/2.0", ";tag=b", "4 BYE", ""));
    segment(80.1, false, 0, sip("SIP/2.0 200 OK", ";tag=b", "4 BYE", ""));
  }

  @Test
  void machines_read_of_the_hole_beside_the_call() throws IOException {
    call();
    String lines = analyze(Analyzer.Format.JSONL);

    assertThat(lines).contains("\"type\":\"pbx\"").contains("hole.pcap").contains("FEED_GAP");
    assertThat(lines.lines().filter(line -> line.contains("\"type\":\"dialog\"")))
        .singleElement()
        .asString()
        .contains("REFRESH_MISSED", "The mirror lost messages in that time")
        .doesNotContain("FEED_GAP");
    assertThat(lines.lines().reduce((first, last) -> last)).get().asString().contains("summary");
  }

  @Test
  void people_read_of_it_and_that_the_alerts_are_unconfirmed() throws IOException {
    call();
    String text = analyze(Analyzer.Format.TEXT);

    assertThat(text).contains("(unconfirmed)").contains("INFO FEED_GAP").contains("hole.pcap");
    assertThat(text).contains("A stream or a recording has a hole there");
  }

  private static String sip(String start, String toTag, String cseq, String more) {
    return start
        + "\r\nVia: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK-"
        + cseq.replace(' ', '-')
        + "\r\nFrom: <sip:a@x>;tag=a\r\nTo: <sip:b@x>"
        + toTag
        + "\r\nCall-ID: hole\r\nCSeq: "
        + cseq
        + "\r\n"
        + more
        + "Content-Length: 0\r\n\r\n";
  }

  private void header() {
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(65_535).putInt(101); // raw IP
    file.writeBytes(header.array());
  }

  /** A segment of one side, behind so many bytes that are missing. */
  private void segment(double atS, boolean byCaller, int missing, String text) {
    int side = byCaller ? 0 : 1;
    sequences[side] += missing;
    boolean syn = text.isEmpty();
    byte[] packet = tcp(byCaller, sequences[side], syn, text.getBytes(StandardCharsets.UTF_8));
    sequences[side] += syn ? 1 : text.length();
    long us = 1_800_000_000_000_000L + Math.round(atS * 1e6);
    ByteBuffer frame = ByteBuffer.allocate(16 + packet.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt((int) (us / 1_000_000)).putInt((int) (us % 1_000_000));
    frame.putInt(packet.length).putInt(packet.length).put(packet);
    file.writeBytes(frame.array());
  }

  private static byte[] tcp(boolean byCaller, int sequence, boolean syn, byte[] payload) {
    InetSocketAddress caller = new InetSocketAddress("10.0.0.1", CALLER);
    InetSocketAddress callee = new InetSocketAddress("10.0.0.2", 5060);
    InetSocketAddress from = byCaller ? caller : callee;
    InetSocketAddress to = byCaller ? callee : caller;
    ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (40 + payload.length));
    packet.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
    packet.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
    packet.putShort((short) from.getPort()).putShort((short) to.getPort());
    packet.putInt(sequence).putInt(0).put((byte) 0x50).put((byte) (syn ? 2 : 16));
    packet.putShort((short) 8_192).putShort((short) 0).putShort((short) 0).put(payload);
    return packet.array();
  }
}
