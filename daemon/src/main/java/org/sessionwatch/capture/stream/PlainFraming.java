package org.sessionwatch.capture.stream;

import static org.sessionwatch.capture.NetworkOrder.u16;

import org.jspecify.annotations.Nullable;

/**
 * SIP messages one behind another, by their Content-Length (RFC 3261 section 18.3), with empty
 * lines between them as keep-alives (RFC 5626 section 3.5.1); HEP3 messages, by their total length;
 * and the HTTP exchange that makes a WebSocket of the stream.
 */
final class PlainFraming implements Framing {
  private static final int SHORTEST_HEP = 6;

  /** What the headers looked through up to now are of; null between messages. */
  private @Nullable MessageStart inside;

  private int searched;

  @Override
  public long step(byte[] bytes, int at, int to, Found found) {
    if (inside != null) {
      return inside == MessageStart.SIP ? sip(bytes, at, to, found) : upgrade(bytes, at, to, found);
    }
    int start = at;
    while (start < to && (bytes[start] == '\r' || bytes[start] == '\n')) {
      start++;
    }
    if (start > at) {
      return start;
    }
    return switch (MessageStart.at(bytes, at, to)) {
      case SIP -> sip(bytes, at, to, found);
      case HEP -> hep(bytes, at, to, found);
      case UPGRADE -> upgrade(bytes, at, to, found);
      case WEB_SOCKET -> {
        found.framedBy(new WebSocketFraming());
        yield at;
      }
      case UNDECIDED -> found.more(0);
      case NOTHING -> found.lost();
    };
  }

  private long sip(byte[] bytes, int at, int to, Found found) {
    int body = headersEnd(bytes, at, to);
    if (body == HeaderBlock.OPEN) {
      return open(MessageStart.SIP, to - at, found);
    }
    long end = body + Math.max(0, HeaderBlock.contentLength(bytes, at, body));
    if (end - at > LONGEST) {
      found.malformed();
      return end;
    }
    if (end > to) {
      return found.more((int) (end - at));
    }
    found.sip(bytes, at, (int) end);
    return end;
  }

  private static long hep(byte[] bytes, int at, int to, Found found) {
    if (to - at < SHORTEST_HEP) {
      return found.more(SHORTEST_HEP);
    }
    int length = u16(bytes, at + 4);
    if (length < SHORTEST_HEP) {
      return found.lost();
    }
    if (length > to - at) {
      return found.more(length);
    }
    found.hep(bytes, at, at + length);
    return at + length;
  }

  private long upgrade(byte[] bytes, int at, int to, Found found) {
    int end = headersEnd(bytes, at, to);
    if (end == HeaderBlock.OPEN) {
      return open(MessageStart.UPGRADE, to - at, found);
    }
    if (!HeaderBlock.upgradesToWebSocket(bytes, at, end)) {
      return found.lost();
    }
    found.framedBy(new WebSocketFraming());
    return end;
  }

  private int headersEnd(byte[] bytes, int at, int to) {
    int end = HeaderBlock.end(bytes, at + searched, to);
    inside = null;
    searched = 0;
    return end;
  }

  /** The headers go on: what was looked through is not looked through again. */
  private long open(MessageStart kind, int length, Found found) {
    if (length > LONGEST) {
      return found.lost();
    }
    inside = kind;
    // The empty line may have begun.
    searched = Math.max(0, length - 3);
    return found.more(length + 1);
  }

  @Override
  public int bytesHeld() {
    return 0;
  }
}
