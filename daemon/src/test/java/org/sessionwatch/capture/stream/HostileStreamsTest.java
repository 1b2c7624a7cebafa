package org.sessionwatch.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.sessionwatch.capture.stream.WebSocketBytes.FINAL;
import static org.sessionwatch.capture.stream.WebSocketBytes.PING;
import static org.sessionwatch.capture.stream.WebSocketBytes.TEXT;
import static org.sessionwatch.capture.stream.WebSocketBytes.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that somebody made up to do harm. */
class HostileStreamsTest {
  private static final String CONSENT =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
  private static final String SIP = "UPDATE sip:a@b SIP/2.0\r\nCall-ID: a\r\n\r\n";

  /**
   * A position that wraps around beyond 2^63 would lie before the frame, and the reader would go in
   * circles.
   */
  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MAX_VALUE,
        Long.MAX_VALUE - 11,
        Long.MAX_VALUE - 13,
        Long.MAX_VALUE - 16,
        Long.MAX_VALUE - (1 << 20),
        1L << 62,
        1L << 41
      })
  void a_frame_longer_than_any_loses_the_thread_and_no_more(long length) {
    byte[] ping = server(FINAL | PING, "");
    byte[] huge = ByteBuffer.allocate(10).put((byte) 0x82).put((byte) 127).putLong(length).array();
    byte[] both = ByteBuffer.allocate(12).put(ping).put(huge).array();
    Wire wire = new Wire().at(0).syn().send(CONSENT).send(server(FINAL | TEXT, SIP));

    assertTimeoutPreemptively(Duration.ofSeconds(3), () -> wire.send(both));

    wire.send(server(FINAL | TEXT, SIP)).finish();
    assertThat(wire.messages).containsExactly(SIP, SIP);
    assertThat(wire.malformed).isEqualTo(1);
  }
}
