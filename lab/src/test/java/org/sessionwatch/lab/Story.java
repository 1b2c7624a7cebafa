package org.sessionwatch.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The calls that the lab plays, each by SIPp with a scenario of lab/sipp. The shortest legal
 * interval, 90 s, holds in all, so half of it is 45 s, LATE 51 s and AT RISK 60 s after the last
 * refreshing 2xx.
 */
enum Story {
  /** The caller is the refresher and refreshes by UPDATE at +45. */
  CALLER_REFRESHES(
      "refresh-by-update",
      Proxy.NONE,
      "8001",
      "alice",
      "uac",
      17,
      "UPDATE by the caller +45, on time; bye; no alert"),
  /** The caller is the refresher and refreshes by re-INVITE at +44.5. */
  CALLER_REINVITES(
      "refresh-by-reinvite",
      Proxy.NONE,
      "8002",
      "anna",
      "uac",
      17,
      "INVITE by the caller +44.5, on time; bye; no alert"),
  /** Asterisk, the callee, is the refresher and refreshes by UPDATE at +45. */
  ASTERISK_REFRESHES(
      "refreshed-by-pbx",
      Proxy.NONE,
      "8003",
      "bob",
      "uas",
      17,
      "UPDATE by the callee +45, on time; bye; no alert"),
  /** The caller is the refresher and never refreshes: Asterisk hangs up at +60. */
  NOBODY_REFRESHES(
      "silent",
      Proxy.NONE,
      "8004",
      "carol",
      "uac",
      0,
      "LATE +51, MISSED +60, DROPPED_BY_TIMER with the BYE, certain"),
  /** The caller is the refresher and refreshes at +54. */
  LATE_REFRESH(
      "late",
      Proxy.NONE,
      "8005",
      "dave",
      "uac",
      10,
      "LATE +51, cleared by the 2xx +54; refresh late; bye"),
  /** The caller answers Asterisk's UPDATE at +45 with 481: Asterisk hangs up at once. */
  UPDATE_REJECTED(
      "rejects-update",
      Proxy.NONE,
      "8006",
      "erin",
      "uas",
      0,
      "REFRESH_REJECTED +45, critical; UPDATE 481; bye"),
  /** As CALLER_REFRESHES, through Kamailio. */
  KAMAILIO_CALLER_REFRESHES(
      "refresh-by-update",
      Proxy.KAMAILIO,
      "8007",
      "frank",
      "uac",
      17,
      "one dialog, one UPDATE by the caller +45, on time; bye; no alert"),
  /** As ASTERISK_REFRESHES, through Kamailio. */
  KAMAILIO_ASTERISK_REFRESHES(
      "refreshed-by-pbx",
      Proxy.KAMAILIO,
      "8008",
      "grace",
      "uas",
      17,
      "one dialog, one UPDATE by the callee +45, on time; bye; no alert"),
  /** As NOBODY_REFRESHES, through Kamailio. */
  KAMAILIO_NOBODY_REFRESHES(
      "silent",
      Proxy.KAMAILIO,
      "8009",
      "heidi",
      "uac",
      0,
      "one dialog; LATE +51, MISSED +60, DROPPED_BY_TIMER with the BYE, certain"),
  /**
   * Asterisk answers by calling a phone: two legs, each with its timer. The caller refreshes its
   * own at +45, Asterisk the other.
   */
  TWO_LEGS(
      "refresh-by-update",
      Proxy.NONE,
      "200",
      "ivan",
      "uac",
      17,
      "two rows with one linkedid; UPDATE by the caller of each +45; bye; no alert"),
  /** The caller hangs up at +20, and the mirror loses the BYE: see {@link HepRelay}. */
  BYE_LOST("hangup", Proxy.NONE, "8010", "judy", "uac", 20, "bye +20, told by AMI alone; no alert");

  /** What stands between the caller and Asterisk. */
  enum Proxy {
    NONE,
    KAMAILIO
  }

  /** The longest call plus the time that SIPp itself may take. */
  static final Duration LONGEST = Duration.ofSeconds(100);

  final Proxy proxy;
  private final String scenario;
  private final String extension;
  private final String user;
  private final String refresher;
  private final int hangUpAfterS;

  /** What the daemon and analyze are to make of it, for people. */
  final String expected;

  Story(
      String scenario,
      Proxy proxy,
      String extension,
      String user,
      String refresher,
      int hangUpAfterS,
      String expected) {
    this.scenario = scenario;
    this.proxy = proxy;
    this.extension = extension;
    this.user = user;
    this.refresher = refresher;
    this.hangUpAfterS = hangUpAfterS;
    this.expected = expected;
  }

  /** The story's name as it stands in file names. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The Call-ID of the caller's call. */
  String callId() {
    return slug() + "@lab";
  }

  /** What lab/start needs to play the caller. */
  List<String> caller(LabPorts ports) {
    int port = proxy == Proxy.KAMAILIO ? ports.kamailioSip() : ports.asteriskSip();
    List<String> part = new ArrayList<>(List.of("sipp", slug(), scenario));
    part.addAll(List.of("-s", extension, "-cid_str", callId(), "-d", hangUpAfterS + "000"));
    part.addAll(keys(user, refresher));
    part.add("127.0.0.1:" + port);
    return part;
  }

  /** What lab/start needs to play the phone that Asterisk calls. */
  static List<String> callee(LabPorts ports) {
    List<String> part = new ArrayList<>(List.of("sipp", "callee", "callee"));
    part.addAll(List.of("-p", String.valueOf(ports.callee())));
    part.addAll(keys("callee", "uac"));
    return part;
  }

  /** What each SIPp of the lab is told of its party. */
  static List<String> keys(String user, String refresher) {
    return List.of(
        "-key",
        "caller",
        user,
        "-key",
        "name",
        "Lab " + user,
        "-key",
        "agent",
        "lab-phone/1.0",
        "-key",
        "refresher",
        refresher);
  }

  /** All of these in order. */
  @SafeVarargs
  static <T> List<T> joined(List<T>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }
}
