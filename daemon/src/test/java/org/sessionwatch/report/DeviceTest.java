package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sessionwatch.store.TestDatabase;

/** User-Agents as they are seen on the wire. */
class DeviceTest {
  @BeforeAll
  static void makeSchema() throws SQLException {
    TestDatabase.emptyStore(Map.of()).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Grandstream GXP2170 1.0.11.79; Grandstream|GXP2170|1.0.11.79",
        "Grandstream UCM6304V1.4A 1.0.4.1; Grandstream|UCM6304V1.4A|1.0.4.1",
        "Grandstream Wave Web 1.0.4.4 (chrome 87.0.4280.141 windows); Grandstream|Wave Web|1.0.4.4",
        "Grandstream GXP1625; Grandstream|GXP1625|null",
        "Yealink SIP-T46U 108.86.0.45; Yealink|SIP-T46U|108.86.0.45",
        "Yealink W60B 77.85.0.20 805ec0123456; Yealink|W60B|77.85.0.20",
        "snomD785/10.1.169.15; Snom|D785|10.1.169.15",
        "snom821/873_19_20130321; Snom|821|873_19_20130321",
        "snom105-3.56p; Snom|105|3.56p",
        "PolycomVVX-VVX_450-UA/6.4.6.2494; Polycom|VVX_450|6.4.6.2494",
        "PolycomSoundPointIP-SPIP_550-UA/4.0.14.1388_0004f2abcdef; Polycom|SPIP_550|4.0.14.1388",
        "PolyEdge-Edge_E350-UA/8.1.2.1234; Polycom|Edge_E350|8.1.2.1234",
        "Cisco/SPA504G-7.6.2f; Cisco|SPA504G|7.6.2f",
        "Linksys/SPA942-6.1.5(a) (88019FA42805); Cisco|SPA942|6.1.5(a)",
        "Cisco-CP-8841-3PCC/11.3.1_0011223344aa; Cisco|CP-8841-3PCC|11.3.1",
        "Cisco-SIPGateway/IOS-15.4; Cisco|SIPGateway|IOS-15.4",
        "Asterisk PBX 22.10.1; Asterisk|Asterisk|22.10.1",
        "Asterisk PBX certified/18.9-cert4; Asterisk|Asterisk|certified/18.9-cert4",
        "Asterisk PBX; Asterisk|Asterisk|null",
        "FPBX-16.0.40(18.9.0); Asterisk|FPBX|16.0.40(18.9.0)",
        "FreeSWITCH-mod_sofia/1.10.7-release~64bit; FreeSWITCH|mod_sofia|1.10.7-release",
        "Linphonec/4.4.21; Linphone|Linphonec|4.4.21",
        "LinphoneiOS/4.5.1 (iPhone) LinphoneSDK/5.0.40-pre.2+ea19d3d; Linphone|LinphoneiOS|4.5.1",
        "Linphone Desktop/ (Ubuntu 22.04.3 LTS, Qt 5.15.3) LinphoneCore/4.4.21; Linphone|Linphone Desktop|4.4.21",
        "baresip v1.1.0 (x86_64/linux); baresip|baresip|1.1.0",
        "JsSIP 3.13.8; JsSIP|JsSIP|3.13.8",
        "kamailio (6.1.5 (x86_64/Linux)); Kamailio|kamailio|6.1.5",
        "phone/1.0; null|phone/1.0|null",
        "Mozilla/5.0 (X11 Linux x86_64) Safari/537.36; null|Mozilla/5.0 (X11 Linux x86_64) Safari/537.36|null",
      })
  void a_user_agent_is_taken_apart(String userAgent, String parts) throws SQLException {
    assertThat(ask("SELECT * FROM sessionwatch.device('" + userAgent + "')"))
        .containsExactly(parts);
  }

  @Test
  void one_longer_than_any_maker_writes_stays_whole() throws SQLException {
    assertThat(
            ask(
                "SELECT vendor, length(model), firmware"
                    + " FROM sessionwatch.device('Poly' || repeat('a-', 20000) || '/1')"))
        .containsExactly("null|40006|null");
  }
}
