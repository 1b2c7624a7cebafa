package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CompressedHepTest {
  private static final byte[] SIP = HepBytes.SIP.getBytes(StandardCharsets.US_ASCII);
  private static final int COMPRESSED = 0x10;

  private final HepDecoder decoder = new HepDecoder(null);

  private HepDatagram decode(HepDecoder by, byte[] payload) {
    byte[] bytes = new HepBytes().hex(0xc, "00000007").chunk(0, COMPRESSED, payload).bytes();
    return by.decode(bytes, 0, bytes.length, 1);
  }

  private HepDatagram decode(byte[] payload) {
    return decode(decoder, payload);
  }

  private static byte[] zlib(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** As `gzip -N` writes it: with every optional field of RFC 1952. */
  private static byte[] gzipWithAllFields(byte[] bytes) throws IOException {
    byte[] plain = gzip(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 3);
    out.write(2 | 4 | 8 | 16);
    out.write(plain, 4, 6);
    out.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
    out.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {1, 2});
    out.write(plain, 10, plain.length - 10);
    return out.toByteArray();
  }

  @Test
  void reads_zlib_and_gzip_in_turn() throws IOException {
    for (byte[] payload : new byte[][] {zlib(SIP), gzip(SIP), gzipWithAllFields(SIP), zlib(SIP)}) {
      HepDatagram.Sip sip = (HepDatagram.Sip) decode(payload);
      assertThat(sip.sip()).isEqualTo(SIP);
      assertThat(sip.captureId()).isEqualTo(7);
    }
  }

  @Test
  void a_payload_that_is_not_compressed_goes_first() throws IOException {
    byte[] bytes =
        new HepBytes().chunk(0, COMPRESSED, zlib(new byte[9])).text(0xf, HepBytes.SIP).bytes();
    assertThat(((HepDatagram.Sip) decoder.decode(bytes, 0, bytes.length, 1)).sip()).isEqualTo(SIP);
  }

  @Test
  void what_inflates_too_far_is_not_inflated() throws IOException {
    byte[] fits = new byte[1000];
    Arrays.fill(fits, (byte) 'x');
    HepDecoder modest = new HepDecoder(null, 1000);
    assertThat(((HepDatagram.Sip) decode(modest, zlib(fits))).sip()).hasSize(1000);
    assertThat(decode(modest, zlib(new byte[1001])))
        .isEqualTo(new HepDatagram.Faulty(HepFault.INFLATES_TOO_FAR, 22));
    assertThat(decode(modest, gzip(new byte[20_000_000])))
        .isEqualTo(new HepDatagram.Faulty(HepFault.INFLATES_TOO_FAR, 22));
  }

  @Test
  void what_is_broken_or_cut_is_a_fault() throws IOException {
    HepDatagram broken = new HepDatagram.Faulty(HepFault.COMPRESSION_BROKEN, 22);
    assertThat(decode("zzz".getBytes(StandardCharsets.US_ASCII))).isEqualTo(broken);
    assertThat(decode(new byte[0])).isEqualTo(broken);
    assertThat(decode(zlib(new byte[0]))).isEqualTo(broken);
    for (byte[] whole : new byte[][] {zlib(SIP), gzipWithAllFields(SIP)}) {
      int deflatedEnd = whole.length - (whole[0] == 0x1f ? 8 : 4); // a checksum follows
      for (int length = 0; length < deflatedEnd; length++) {
        assertThat(decode(Arrays.copyOf(whole, length))).as("%d", length).isEqualTo(broken);
      }
    }
  }

  @Test
  void what_needs_a_dictionary_is_broken() {
    Deflater deflater = new Deflater();
    deflater.setDictionary("INVITE sip:".getBytes(StandardCharsets.US_ASCII));
    deflater.setInput(SIP);
    deflater.finish();
    byte[] buffer = new byte[1000];
    int length = deflater.deflate(buffer);
    assertThat(decode(Arrays.copyOf(buffer, length)))
        .isEqualTo(new HepDatagram.Faulty(HepFault.COMPRESSION_BROKEN, 22));
  }
}
