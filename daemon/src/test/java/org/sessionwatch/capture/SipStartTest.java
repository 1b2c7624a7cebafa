package org.sessionwatch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.sip.TortureMessages;

class SipStartTest {
  private static boolean isSip(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return SipStart.isSip(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INVITE sip:a@b SIP/2.0\r\n",
        "INVITE sip:a@b SIP/2.0\n",
        "INVITE sip:a@b SIP/2.0  \r\n",
        "INVITE sip:a@b sip/2.0\r\n",
        "\r\n\r\nINVITE sip:a@b SIP/2.0\r\n",
        "SIP/2.0 200 OK\r\n",
        "sip/2.0 200 OK\r\n",
        "RE%47IST%45R sip:a SIP/2.0\r\n"
      })
  void knows_sip(String text) {
    assertThat(isSip(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "INVITE",
        "INVITE SIP/2.0\r\n",
        "INVITE sip:a@b SIP/7.0\r\n",
        "INVITE sip:a@bSIP/2.0\r\n",
        "INVITE sip:a@b SIP/2.0",
        "GET / HTTP/1.1\r\n",
        "SIP/2.0",
        "SIP/2.0\r\n",
        "IN(VITE sip:a@b SIP/2.0\r\n",
        "       \r\n"
      })
  void knows_other_things(String text) {
    assertThat(isSip(text)).isFalse();
  }

  @Test
  void takes_every_tortured_message_for_sip_but_that_of_another_version() {
    Set<String> others = new TreeSet<>();
    for (Map.Entry<String, byte[]> entry : TortureMessages.all().entrySet()) {
      if (!SipStart.isSip(entry.getValue(), 0, entry.getValue().length)) {
        others.add(entry.getKey());
      }
    }

    assertThat(others).containsExactly("badvers");
  }
}
