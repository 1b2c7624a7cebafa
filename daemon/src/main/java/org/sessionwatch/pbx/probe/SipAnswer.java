package org.sessionwatch.pbx.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP response, as far as a probe looks at it. Reading never throws: what is no response gives
 * null.
 *
 * @param status 100 to 699
 * @param headers values by name in lower case, compact names written out
 */
record SipAnswer(int status, Map<String, List<String>> headers) {
  private static final String VERSION = "SIP/2.0 ";

  /** RFC 3261 section 7.3.3 and RFC 3841: the compact names that matter here. */
  private static final Map<String, String> COMPACT =
      Map.of("v", "via", "i", "call-id", "l", "content-length", "k", "supported");

  /** The response in these bytes; null when they are not one. */
  static @Nullable SipAnswer read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String[] lines = head(text).split("\r?\n", -1);
    int status = status(lines[0]);
    return status < 0 ? null : new SipAnswer(status, headers(lines));
  }

  private static String head(String text) {
    int end = text.indexOf("\r\n\r\n");
    int bare = text.indexOf("\n\n");
    if (end < 0 || bare >= 0 && bare < end) {
      end = bare;
    }
    return end < 0 ? text : text.substring(0, end);
  }

  /** Status-Line = SIP-Version SP Status-Code SP Reason-Phrase (RFC 3261 section 25.1). */
  private static int status(String line) {
    int code = VERSION.length();
    if (!line.regionMatches(true, 0, VERSION, 0, code) || line.length() < code + 3) {
      return -1;
    }
    int status = 0;
    for (int i = code; i < code + 3; i++) {
      char digit = line.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      status = status * 10 + digit - '0';
    }
    boolean ends = line.length() == code + 3 || line.charAt(code + 3) == ' ';
    return ends && status >= 100 && status < 700 ? status : -1;
  }

  private static Map<String, List<String>> headers(String[] lines) {
    Map<String, List<String>> headers = new HashMap<>();
    List<String> values = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (line.startsWith(" ") || line.startsWith("\t")) {
        unfold(values, line);
      } else if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        values = headers.computeIfAbsent(COMPACT.getOrDefault(name, name), n -> new ArrayList<>());
        values.add(line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static void unfold(List<String> values, String line) {
    if (!values.isEmpty()) {
      int last = values.size() - 1;
      values.set(last, values.get(last) + " " + line.strip());
    }
  }

  /** Whether it answers the request, to the letter of Call-ID, branch and CSeq. */
  boolean answers(OptionsRequest request) {
    return request.callId().equals(first("call-id"))
        && first("via").contains(request.branch())
        && first("cseq").matches("0*" + OptionsRequest.CSEQ + "\\s+OPTIONS");
  }

  /** Whether the transaction goes on: a provisional response. */
  boolean isProvisional() {
    return status < 200;
  }

  /** Whether Supported lists the option tag; null without that header. */
  @Nullable Boolean supports(String optionTag) {
    return lists("supported", optionTag);
  }

  /** Whether Allow lists the method; null without that header. */
  @Nullable Boolean allows(String method) {
    return lists("allow", method);
  }

  private @Nullable Boolean lists(String header, String token) {
    List<String> values = headers.get(header);
    if (values == null) {
      return null;
    }
    for (String value : values) {
      for (String listed : value.split(",", -1)) {
        if (listed.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  private String first(String header) {
    List<String> values = headers.get(header);
    return values == null ? "" : values.get(0);
  }
}
