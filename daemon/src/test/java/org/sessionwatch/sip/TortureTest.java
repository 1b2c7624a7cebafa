package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.sip.SipMethod.INVITE;
import static org.sessionwatch.sip.SipMethod.OTHER;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.sip.Malformed.Reason;

/**
 * What the scan gives for each message of RFC 4475, and why.
 *
 * <p>The daemon observes: it answers nobody. So of a message that the RFC wants refused it takes
 * what names the dialog wherever that can be told for sure, since the parties may have taken it
 * too; and gives up where it cannot.
 */
class TortureTest {

  /** What a scan must give: {@code malformed}, or what names dialog and transaction. */
  private record Expected(
      String name,
      @Nullable Reason malformed,
      int status,
      SipMethod method,
      long cseq,
      String callId,
      String fromTag,
      String toTag,
      int vias,
      String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Expected request(
      String name,
      SipMethod method,
      long cseq,
      String callId,
      String fromTag,
      String toTag,
      int vias,
      String why) {
    return new Expected(name, null, 0, method, cseq, callId, fromTag, toTag, vias, why);
  }

  private static Expected response(
      String name, int status, String callId, String fromTag, String toTag, int vias, String why) {
    return new Expected(name, null, status, INVITE, 35, callId, fromTag, toTag, vias, why);
  }

  private static Expected malformed(String name, Reason reason, String why) {
    return new Expected(name, reason, 0, OTHER, 0, "", "", "", 0, why);
  }

  /** Section 3.1.1: valid. */
  private static final List<Expected> VALID =
      List.of(
          request(
              "wsinv",
              INVITE,
              9,
              "wsinv.folded@192.0.2.1",
              "98asjd8",
              "1918181833n",
              3,
              "names in any case and short, space before colons, folds everywhere, leading zeros"),
          request(
              "intmeth",
              OTHER,
              139_122_385,
              "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
              "_token~1'+`*%!-.",
              "",
              1,
              "every character that the grammar allows, NUL inside quotes included"),
          request(
              "esc01",
              INVITE,
              234_234,
              "esc01.percent@host5.example.net",
              "938",
              "",
              1,
              "an escaped URI is kept as it stands"),
          request(
              "escnull",
              OTHER,
              14_398_234,
              "escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd",
              "839923423",
              "",
              1,
              "%00 in a URI does not end it"),
          request(
              "esc02",
              OTHER,
              29_344,
              "esc02.not.an.escape@host.example.com",
              "f232jadfj23",
              "",
              1,
              "RE%47IST%45R is a method of its own: percent is a character of tokens"),
          request(
              "lwsdisp",
              OTHER,
              60,
              "lwsdisp.no.space@funky.example.com",
              "323",
              "",
              1,
              "no space between display name and bracket"),
          request(
              "longreq",
              INVITE,
              3_882_340,
              "longreq.one" + "really".repeat(20) + "longcallid",
              "12" + "982".repeat(50) + "424",
              "",
              34,
              "long values, many hops"),
          request(
              "dblreq",
              OTHER,
              8,
              "dblreq.first@192.0.2.2",
              "43251j3j324",
              "",
              1,
              "what follows the first message of a datagram is not a second one (section 18.3)"),
          request(
              "semiuri",
              OTHER,
              8,
              "semiuri.0ha0isndaksdj",
              "33242",
              "",
              1,
              "the semicolon is part of the user"),
          request(
              "transports",
              OTHER,
              60,
              "transports.kijh4akdnaqjkwendsasfdj",
              "323",
              "",
              5,
              "hops over transports known and unknown"),
          request(
              "mpart01",
              OTHER,
              1,
              "mpart01.3d9485ad0c49859b@Zmx1ZmZ5",
              "2fb0dcc9",
              "",
              1,
              "bytes of a body are not looked at"),
          response(
              "unreason",
              200,
              "unreason.1234ksdfak3j2erwedfsASdf",
              "11141343",
              "2229",
              1,
              "the reason phrase is not looked at"),
          response(
              "noreason",
              100,
              "noreason.asndj203insdf99223ndf",
              "39ansfi3",
              "902jndnke3",
              1,
              "the reason phrase may be empty"));

  /** Section 3.1.2: invalid. */
  private static final List<Expected> INVALID =
      List.of(
          request(
              "badinv01",
              INVITE,
              8,
              "badinv01.0ha0isndaksdjasdf3234nas",
              "134161461246",
              "",
              1,
              "separators too many in Via and Contact hide nothing else, and are no hops"),
          request(
              "clerr",
              INVITE,
              8,
              "clerr.0ha0isndaksdjweiafasdk3",
              "93942939o2",
              "",
              1,
              "the headers are whole, though the body is shorter than told"),
          request(
              "ncl",
              INVITE,
              0,
              "ncl.0ha0isndaksdj2193423r542w35",
              "32394234",
              "",
              1,
              "a negative Content-Length, which a datagram does not need"),
          malformed("scalar02", Reason.BAD_CSEQ, "2^65 is no CSeq and must not wrap around to 0"),
          malformed("scalarlg", Reason.BAD_CSEQ, "in a response too"),
          request(
              "quotbal",
              INVITE,
              8,
              "quotbal.aksdj",
              "93334",
              "",
              1,
              "an open quote hides the rest of its own header alone"),
          request(
              "ltgtruri",
              INVITE,
              1,
              "ltgtruri.1@192.0.2.5",
              "39291",
              "",
              1,
              "the Request-URI is not looked at"),
          request(
              "lwsruri",
              INVITE,
              2_130_706_432,
              "lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423",
              "231413434",
              "3xfe-9921883-z9f",
              1,
              "space in it neither"),
          request(
              "lwsstart",
              INVITE,
              1_893_884,
              "lwsstart.dfknq234oi243099adsdfnawe3@example.com",
              "8814",
              "",
              1,
              "spaces too many in the first line"),
          request(
              "trws",
              OTHER,
              238_923,
              "trws.oicu34958239neffasdhr2345r",
              "329429089",
              "",
              1,
              "space at the end of the first line"),
          request(
              "escruri",
              INVITE,
              149_209_342,
              "escruri.23940-asdfhj-aje3br-234q098w-fawerh2q-h4n5",
              "341518",
              "",
              1,
              "headers in the Request-URI are not taken for headers"),
          request(
              "baddate",
              INVITE,
              1_392_934,
              "baddate.239423mnsadf3j23lj42--sedfnm234",
              "2234923",
              "",
              1,
              "Date is not looked at: the capture tells the time"),
          request(
              "regbadct",
              OTHER,
              1,
              "regbadct.k345asrl3fdbv@10.0.0.1",
              "998332",
              "",
              1,
              "Contact is not looked at"),
          request(
              "badaspec",
              OTHER,
              3_923_239,
              "badaspec.sdf0234n2nds0a099u23h3hnnw009cdkne3",
              "433423",
              "",
              1,
              "spaces inside the brackets are taken off"),
          request(
              "baddn",
              OTHER,
              3_923_239,
              "baddn.31415@c.example.com",
              "43",
              "",
              1,
              "a comma in a display name without quotes: From is no list"),
          malformed("badvers", Reason.START_LINE, "nobody knows what SIP/7.0 means by its headers"),
          request(
              "mismatch01",
              OTHER,
              8,
              "mismatch01.dj0234sxdfl3",
              "34525",
              "",
              1,
              "the first line tells a request's method, not CSeq: this is no INVITE"),
          request(
              "mismatch02",
              OTHER,
              8,
              "mismatch02.dj0234sxdfl3",
              "34525",
              "",
              1,
              "the same with a method that nobody knows"),
          malformed(
              "bigcode", Reason.START_LINE, "2^32+5 is no status: neither 5 nor its first digits"));

  /** Sections 3.2 to 3.4: transactions, applications, the elder RFC 2543. */
  private static final List<Expected> HIGHER =
      List.of(
          request(
              "badbranch",
              OTHER,
              8,
              "badbranch.sadonfo23i420jv0as0derf3j3n",
              "33242",
              "",
              1,
              "the magic cookie and nothing behind it is a branch like any other here"),
          malformed("insuf", Reason.NO_CALL_ID, "without Call-ID, From and To no dialog"),
          request(
              "unkscm",
              OTHER,
              3_923_423,
              "unkscm.nasdfasser0q239nwsdfasdkl34",
              "384",
              "",
              1,
              "URIs may be of any scheme"),
          request(
              "novelsc",
              OTHER,
              3_923_423,
              "novelsc.asdfasser0q239nwsdfasdkl34",
              "384",
              "",
              1,
              "with slashes too"),
          request(
              "unksm2",
              OTHER,
              234_902,
              "unksm2.daksdj@hyphenated-host.example.com",
              "3234233",
              "",
              1,
              "in To and From too"),
          request(
              "bext01",
              OTHER,
              8,
              "bext01.0ha0isndaksdj",
              "242etr",
              "",
              1,
              "extensions that nobody knows are none of the timer's"),
          request(
              "invut",
              INVITE,
              235_448,
              "invut.0ha0isndaksdjadsfij34n23d",
              "8392034",
              "",
              1,
              "a body of unknown type is no session description"),
          request(
              "regaut01",
              OTHER,
              9_338,
              "regaut01.0ha0isndaksdj",
              "87321hj23128",
              "",
              1,
              "credentials are not looked at"),
          request(
              "multi01",
              INVITE,
              5,
              "multi01.98asdh@192.0.2.1",
              "3413415",
              "",
              1,
              "of each header that may be there once, the first: never one of this, one of that"),
          request(
              "mcl01",
              OTHER,
              15_932,
              "mcl01.fhn2323orihawfdoa3o4r52o3irsdf",
              "3923942",
              "",
              1,
              "two lengths, of which a datagram needs none"),
          response(
              "bcast",
              200,
              "bcast.0384840201234ksdfak3j2erwedfsASdf",
              "11141343",
              "2229",
              2,
              "who forwards it where is not ours"),
          request(
              "zeromf",
              OTHER,
              39_234_321,
              "zeromf.jfasdlfnm2o2l43r5u0asdfas",
              "3ghsd41",
              "",
              1,
              "Max-Forwards is not looked at"),
          request(
              "cparam01",
              OTHER,
              2,
              "cparam01.70710@saturn.example.com",
              "DkfVgjkrtMwaerKKpe",
              "",
              1,
              "a parameter of Contact"),
          request(
              "cparam02",
              OTHER,
              3,
              "cparam02.70710@saturn.example.com",
              "838293",
              "",
              1,
              "a parameter of the URI in it"),
          request(
              "regescrt",
              OTHER,
              14_398_234,
              "regescrt.k345asrl3fdbv@192.0.2.1",
              "8",
              "",
              1,
              "a Route escaped in a Contact is no Route"),
          request(
              "sdp01",
              INVITE,
              8,
              "sdp01.ndaksdj9342dasdd",
              "234",
              "",
              1,
              "Accept is not looked at"),
          request(
              "inv2543",
              INVITE,
              56,
              "inv2543.1717@ift.client.example.com",
              "",
              "",
              1,
              "a caller of RFC 2543 has neither tag nor branch nor Content-Length"));

  private static Stream<Expected> expectations() {
    return Stream.of(VALID, INVALID, HIGHER).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("expectations")
  void gives(Expected expected) {
    SipScan scan = SipScanner.scan(TortureMessages.bytes(expected.name()));

    if (expected.malformed() != null) {
      assertThat(scan).as(expected.why()).isInstanceOf(Malformed.class);
      assertThat(((Malformed) scan).reason()).as(expected.why()).isEqualTo(expected.malformed());
      return;
    }
    assertThat(scan).as(expected.why()).isInstanceOf(SipMessage.class);
    SipMessage message = (SipMessage) scan;
    Expected found =
        new Expected(
            expected.name(),
            null,
            message.status(),
            message.method(),
            message.cseq(),
            message.callId(),
            message.fromTag(),
            message.toTag(),
            message.vias(),
            expected.why());
    assertThat(found).as(expected.why()).isEqualTo(expected);
    assertThat(message.isCut()).isFalse();
  }

  @Test
  void every_message_of_the_rfc_is_there() {
    assertThat(TortureMessages.all().keySet())
        .containsExactlyInAnyOrderElementsOf(expectations().map(Expected::name).toList())
        .hasSize(13 + 19 + 1 + 15 + 1);
  }

  @Test
  void the_notation_gives_the_bytes() {
    byte[] wire =
        TortureMessages.wire(
            "<allOneLine>\na\n <repeat count=3>b$</repeat>\n</allOneLine>\n<hex>00FF0D</hex>\n");

    assertThat(wire).isEqualTo("a b$b$b$\r\n\0\u00ff\r\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void only_invites_with_a_session_description_have_one() {
    List<String> described =
        TortureMessages.all().entrySet().stream()
            .filter(
                entry ->
                    SipScanner.scan(entry.getValue()) instanceof SipMessage found && found.hasSdp())
            .map(Map.Entry::getKey)
            .toList();

    assertThat(described)
        .containsExactly(
            "bcast",
            "clerr",
            "esc01",
            "inv2543",
            "longreq",
            "mismatch02",
            "multi01",
            "ncl",
            "sdp01",
            "unreason",
            "wsinv");
  }

  @Test
  void a_tortured_timer_is_read_and_one_behind_the_message_is_not() {
    SipMessage folded = message("wsinv");
    SipMessage doubled = message("dblreq");

    assertThat(folded.sessionExpiresS()).isEqualTo(1800);
    assertThat(folded.refresher()).isEqualTo(RefresherParam.UAC);
    assertThat(doubled.sessionExpiresS()).isEqualTo(SipMessage.ABSENT);
  }

  @Test
  void addresses_are_read_as_far_as_they_can_be() {
    assertThat(message("badaspec").toUri()).isEqualTo("sip:t.watson@example.org");
    assertThat(message("baddn").fromUri()).isEqualTo("sip:a.g.bell@example.com");
    assertThat(message("esc01").fromUri()).isEqualTo("sip:I%20have%20spaces@example.net");
    assertThat(message("wsinv").fromUri()).isEqualTo("sip:jdr@example.com");
    assertThat(message("multi01").toUri()).isEqualTo("sip:user@example.com");
    assertThat(message("quotbal").toUri()).isEqualTo("\"Mr. J. User <sip:j.user@example.com>");
    assertThat(message("intmeth").toUri())
        .isEqualTo(
            "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,"
                + "weird!*pas$wo~d_too.(doesn't-it)@example.com");
  }

  private static SipMessage message(String name) {
    return (SipMessage) SipScanner.scan(TortureMessages.bytes(name));
  }
}
