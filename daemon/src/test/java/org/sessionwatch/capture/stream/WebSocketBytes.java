package org.sessionwatch.capture.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes WebSocket frames for tests (RFC 6455 section 5.2). */
public final class WebSocketBytes {
  static final int FINAL = 0x80;
  static final int COMPRESSED = 0x40;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private WebSocketBytes() {}

  /** A frame as servers send it. */
  static byte[] server(int first, byte[] payload) {
    return frame(first, payload, 0);
  }

  static byte[] server(int first, String payload) {
    return server(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame as clients send it: masked. */
  static byte[] client(int first, byte[] payload) {
    return frame(first, payload, 0x37fa213d);
  }

  static byte[] client(int first, String payload) {
    return client(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A message in one frame, from a client or a server. */
  public static byte[] message(byte[] payload, boolean fromClient) {
    return fromClient ? client(FINAL | TEXT, payload) : server(FINAL | TEXT, payload);
  }

  private static byte[] frame(int first, byte[] payload, int mask) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    int maskBit = mask == 0 ? 0 : 0x80;
    if (payload.length < 126) {
      frame.put((byte) (maskBit | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (maskBit | 127)).putLong(payload.length);
    }
    if (mask != 0) {
      frame.putInt(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask >> 8 * (3 - i % 4)));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }
}
