package org.sessionwatch.capture.hep;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** HEP3 written by hand, chunk by chunk, independently of {@link HepEncoder}. */
final class HepBytes {
  static final String SIP =
      "OPTIONS sip:100@127.0.0.1 SIP/2.0\r\nCall-ID: a@b\r\nCSeq: 1 OPTIONS\r\n\r\n";

  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  /** As Kamailio 5.6 siptrace writes it: 1,2,3,4,7,8,9,a,b,c,e,f. */
  static HepBytes kamailio() {
    return new HepBytes()
        .hex(1, "02")
        .hex(2, "11")
        .hex(3, "0a000001")
        .hex(4, "0a000002")
        .hex(7, "13c4")
        .hex(8, "13ce")
        .hex(9, "6b028953")
        .hex(0xa, "00060310")
        .hex(0xb, "01")
        .hex(0xc, "000007d2")
        .text(0xe, "s3cret")
        .text(0xf, SIP);
  }

  /** As Asterisk 22 writes it: 1,2,7,8,9,a,b,c,3,4,e,11,13,f. */
  static HepBytes asterisk() {
    return new HepBytes()
        .hex(1, "02")
        .hex(2, "11")
        .hex(7, "1450")
        .hex(8, "1428")
        .hex(9, "6b028953")
        .hex(0xa, "00060310")
        .hex(0xb, "01")
        .hex(0xc, "000007d1")
        .hex(3, "7f000001")
        .hex(4, "7f000001")
        .text(0xe, "s3cret")
        .text(0x11, "1-19852@127.0.0.1")
        .text(0x13, "pbx1")
        .text(0xf, SIP);
  }

  /** As Asterisk writes it over IPv6. */
  static HepBytes asteriskIpv6() {
    return new HepBytes()
        .hex(1, "0a")
        .hex(2, "06")
        .hex(7, "1450")
        .hex(8, "1428")
        .hex(9, "6b028953")
        .hex(0xa, "00060310")
        .hex(0xb, "01")
        .hex(0xc, "000007d1")
        .hex(5, "20010db8000000000000000000000001")
        .hex(6, "20010db8000000000000000000000002")
        .text(0x11, "1-19852@127.0.0.1")
        .text(0x13, "pbx1")
        .text(0xf, SIP);
  }

  HepBytes hex(int type, String value) {
    return chunk(0, type, HexFormat.of().parseHex(value));
  }

  HepBytes text(int type, String value) {
    return chunk(0, type, value.getBytes(StandardCharsets.UTF_8));
  }

  HepBytes chunk(int vendor, int type, byte[] value) {
    return raw(vendor, type, 6 + value.length, value);
  }

  /** A chunk that may lie about its length. */
  HepBytes raw(int vendor, int type, int length, byte[] value) {
    u16(chunks, vendor);
    u16(chunks, type);
    u16(chunks, length);
    chunks.writeBytes(value);
    return this;
  }

  byte[] bytes() {
    return bytes(6 + chunks.size());
  }

  /** A message that may lie about its length. */
  byte[] bytes(int totalLength) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("HEP3".getBytes(StandardCharsets.US_ASCII));
    u16(all, totalLength);
    all.writeBytes(chunks.toByteArray());
    return all.toByteArray();
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
