package org.sessionwatch.capture.stream;

import java.io.ByteArrayOutputStream;
import org.sessionwatch.capture.SipStart;

/**
 * SIP over WebSocket: one message of either protocol is one of the other (RFC 7118 section 5).
 *
 * <p>Control frames may come between the frames of one message (RFC 6455 section 5.4).
 */
final class WebSocketFraming implements Framing {
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean compressed;

  @Override
  public long step(byte[] bytes, int at, int to, Found found) {
    WebSocketFrame frame = WebSocketFrame.read(bytes, at, to);
    if (frame == null) {
      return found.more(0);
    }
    if (frame.isWrong()) {
      return found.lost();
    }
    long end = at + frame.headerLength() + frame.length();
    if (frame.isControl() && end <= to) {
      return end;
    }
    if (message.size() + frame.length() > LONGEST) {
      message.reset();
      found.malformed();
      return end;
    }
    if (end > to) {
      return found.more((int) (end - at));
    }
    data(frame, frame.payload(bytes, at, to), found);
    return end;
  }

  private void data(WebSocketFrame frame, byte[] payload, Found found) {
    if (frame.opcode() != WebSocketFrame.CONTINUATION) {
      message.reset();
      compressed = frame.isCompressed();
    }
    message.writeBytes(payload);
    if (!frame.isFinal()) {
      return;
    }
    byte[] whole = message.toByteArray();
    message.reset();
    if (compressed) {
      found.compressed();
    } else if (SipStart.isSip(whole, 0, whole.length)) {
      found.sip(whole, 0, whole.length);
    }
  }

  @Override
  public int bytesHeld() {
    return message.size();
  }
}
