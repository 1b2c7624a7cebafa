package org.sessionwatch.analyze;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A capture of calls that come and go, as large as one likes: made while it is written, so that it
 * takes neither disk nor memory. Each call begins 20 ms after the one before it and lasts half a
 * minute, with a refresh in its middle; only the first lasts until all the others have ended.
 */
final class ManyCalls {
  private static final int MESSAGES = 7;
  private static final long APART_US = 20_000;

  /** As many as are up at once. */
  private static final int LENGTH = 1_500;

  private static final long START_US = 1_800_000_000L * 1_000_000;
  private static final int RECORD = 16;
  private static final int HEADERS = RECORD + 20 + 8;
  private static final int RAW_IP = 101;
  private static final String DIGITS = "000000000";
  private static final String SDP =
      "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
          + "m=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
          + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n";

  private final Packet invite = packet(true, "INVITE sip:b@192.0.2.2 SIP/2.0", "1 INVITE", SDP);
  private final Packet answer = packet(false, "SIP/2.0 200 OK", "1 INVITE", SDP);
  private final Packet ack = packet(true, "ACK sip:b@192.0.2.2 SIP/2.0", "1 ACK", "");
  private final Packet update = packet(true, "UPDATE sip:b@192.0.2.2 SIP/2.0", "2 UPDATE", "");
  private final Packet updated = packet(false, "SIP/2.0 200 OK", "2 UPDATE", "");
  private final Packet bye = packet(true, "BYE sip:b@192.0.2.2 SIP/2.0", "3 BYE", "");
  private final Packet ended = packet(false, "SIP/2.0 200 OK", "3 BYE", "");
  private final int calls;

  /** Calls of about so many bytes altogether. */
  ManyCalls(long bytes) {
    int each =
        List.of(invite, answer, ack, update, updated, bye, ended).stream()
            .mapToInt(packet -> packet.bytes.length)
            .sum();
    calls = Math.toIntExact(bytes / each);
  }

  int calls() {
    return calls;
  }

  long messages() {
    return (long) calls * MESSAGES;
  }

  /** Writes the capture, in order of time; all calls end in it. */
  void writeTo(OutputStream stream) throws IOException {
    try (OutputStream out = new BufferedOutputStream(stream, 1 << 20)) {
      ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
      out.write(head.putInt(65_535).putInt(RAW_IP).array());
      for (int now = 0; now < calls + LENGTH; now++) {
        if (now < calls) {
          invite.write(out, now, now, 0);
          answer.write(out, now, now, 1);
          ack.write(out, now, now, 2);
        }
        int refreshing = now - LENGTH / 2;
        if (refreshing >= 0 && refreshing < calls) {
          update.write(out, refreshing, now, 3);
          updated.write(out, refreshing, now, 4);
        }
        int ending = now - LENGTH;
        if (ending > 0) {
          bye.write(out, ending, now, 5);
          ended.write(out, ending, now, 6);
        }
      }
      bye.write(out, 0, calls + LENGTH, 5);
      ended.write(out, 0, calls + LENGTH, 6);
    }
  }

  private static Packet packet(boolean byCaller, String startLine, String cseq, String body) {
    boolean numbered = !cseq.contains("ACK") && !cseq.contains("BYE");
    String timer =
        !numbered
            ? ""
            : startLine.startsWith("SIP")
                ? "Require: timer\r\nSession-Expires: 36000;refresher=uac\r\n"
                : "Session-Expires: 36000;refresher=uac\r\nMin-SE: 90\r\n";
    String sip =
        (startLine + "\r\n")
            + "Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK-"
            + cseq.replace(' ', '-')
            + "\r\nMax-Forwards: 70\r\n"
            + "From: \"Alice\" <sip:a@192.0.2.1>;tag=a-tag\r\n"
            + ("To: <sip:b@192.0.2.2>" + (startLine.startsWith("INVITE") ? "" : ";tag=b-tag"))
            + ("\r\nCall-ID: call-" + DIGITS + "@192.0.2.1\r\nCSeq: " + cseq + "\r\n")
            + "Contact: <sip:x@192.0.2.3:5060;transport=udp>\r\n"
            + "User-Agent: A phone that there is one of in every call 1.0\r\n"
            + "Allow: INVITE, ACK, BYE, CANCEL, UPDATE, OPTIONS, INFO, NOTIFY, REFER, MESSAGE\r\n"
            + ("Supported: timer, replaces, 100rel\r\n" + timer)
            + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
            + ("Content-Length: " + body.length() + "\r\n\r\n" + body);
    return new Packet(byCaller, sip);
  }

  /** The packet of one message, into which the call's number and the time are put. */
  private static final class Packet {
    final byte[] bytes;
    private final ByteBuffer record;
    private final int number;

    Packet(boolean byCaller, String sip) {
      int length = HEADERS - RECORD + sip.length();
      bytes = new byte[RECORD + length];
      record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      record.putInt(8, length).putInt(12, length);
      ByteBuffer ip = ByteBuffer.wrap(bytes, RECORD, length);
      ip.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
      ip.put((byte) 64).put((byte) 17).putShort((short) 0);
      ip.putInt(0xc0000201 + (byCaller ? 0 : 1)).putInt(0xc0000201 + (byCaller ? 1 : 0));
      ip.putShort((short) 5060).putShort((short) 5060);
      ip.putShort((short) (8 + sip.length())).putShort((short) 0).put(sip.getBytes(US_ASCII));
      number = HEADERS + sip.indexOf(DIGITS);
    }

    /** Writes it for the call, at the tick of time and some milliseconds. */
    void write(OutputStream out, int call, int tick, int ms) throws IOException {
      long atUs = START_US + tick * APART_US + ms * 1_000L;
      record.putInt(0, (int) (atUs / 1_000_000)).putInt(4, (int) (atUs % 1_000_000));
      int rest = call;
      for (int i = DIGITS.length() - 1; i >= 0; i--) {
        bytes[number + i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      out.write(bytes);
    }
  }
}
