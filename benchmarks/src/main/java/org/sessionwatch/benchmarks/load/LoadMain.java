package org.sessionwatch.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/** {@code benchmarks/load}. */
public final class LoadMain {
  private static final String HELP =
      """
      benchmarks/load --to HOST:PORT [options]

      Sends calls by HEP as Asterisk and Kamailio mirror them, and says exactly what it sent. The same
      seed gives the same messages. It ends after --calls calls or --seconds, whichever comes first.

      Where
        --to HOST:PORT          where HEP is heard; an address of this host's loopback
        --not-loopback          let --to be another host: only at a network that is yours
        --tcp                   HEP over one TCP connection; else a UDP datagram each
        --auth-key KEY          in each message

      How many and how fast
        --calls N               how many calls [1000]
        --seconds N             end after so long [60]
        --call-rate N           calls begun in a second of the calls' time [10]
        --open N                instead: at such a rate that about N are open at a time
        --speed N               seconds of the calls' time in a second [1]
        --rate N                instead: N messages a second, whatever time it is for the calls
        --flat-out              instead: as fast as it can
        --seed N                0 to 99; other messages for another one [1]

      Which calls (shares in percent, drawn for each call)
        --kamailio P            mirrored by Kamailio, each message in and out; others by Asterisk [50]
        --caller-refreshes P    the caller is the refresher [50]
        --update P              refreshed by UPDATE; others by re-INVITE [50]
        --challenged P          first INVITE answered by 407 [0]
        --late P                first refresh --late-by seconds [10] after half the interval [0]
        --missed P              no refresh, and the call goes on beyond its expiry [0]
        --dropped P             no refresh, and the other side hangs up [0]
        --interval N            session interval in seconds, 90 or more [90]
        --refreshes N           of an ordinary call [2]

      What the mirror does (shares of messages in percent)
        --lose P   --repeat P   --swap P (with the one behind it)   [0]

        --json                  the report as one JSON object
      """;

  private LoadMain() {}

  /** Exit code 0, 2 for a mistake on the command line, 1 when sending failed. */
  public static void main(String[] arguments) {
    if (arguments.length == 0 || arguments[0].equals("--help")) {
      System.out.print(HELP);
      System.exit(arguments.length == 0 ? 2 : 0);
    }
    try {
      run(Flags.of(arguments));
    } catch (Flags.Mistake e) {
      System.err.println("benchmarks/load: " + e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println("benchmarks/load: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Flags flags) throws IOException {
    InetSocketAddress to = target(flags);
    Mix mix = Mix.of(flags);
    Weather.Shares shares = Weather.Shares.of(flags);
    long most = flags.number("--calls", 1, 100_000_000, 1_000);
    long seconds = flags.number("--seconds", 1, 86_400, 60);
    double callRate = flags.number("--call-rate", 1, 1_000_000, 10);
    long open = flags.number("--open", 0, 10_000_000, 0);
    double speed = flags.number("--speed", 1, 1_000_000, 1);
    double rate =
        flags.has("--flat-out")
            ? Double.POSITIVE_INFINITY
            : flags.number("--rate", 0, 10_000_000, 0);
    long seed = flags.number("--seed", 0, 99, 1);
    HepFrames frames = new HepFrames(flags.text("--auth-key", ""));
    boolean json = flags.has("--json");
    boolean tcp = flags.has("--tcp");
    flags.refuseOthers();

    Tally tally = new Tally();
    double callsPerSecond = open > 0 ? Calls.rateFor(open, mix) : callRate;
    Calls calls = new Calls(mix, most, callsPerSecond, seed, frames, tally);
    try (Wire wire = tcp ? new TcpWire(to) : new UdpWire(to)) {
      Weather weather = new Weather(shares, wire, tally, new SplittableRandom(seed + 1_000));
      Pace pace = new Pace(speed, rate);
      send(calls, weather, wire, pace, seconds * 1_000_000_000L);
      double took = pace.elapsedNanos() / 1e9;
      calls.count();
      System.out.print(json ? tally.json(took) + "\n" : tally.text(took));
    }
  }

  private static void send(Calls calls, Weather weather, Wire wire, Pace pace, long endNanos)
      throws IOException {
    byte[] message = new byte[1 << 16];
    long dueUs = calls.dueUs();
    while (dueUs != Long.MAX_VALUE) {
      long dueNanos = pace.dueNanos(dueUs);
      long nowNanos = pace.elapsedNanos();
      if (Math.max(dueNanos, nowNanos) >= endNanos) {
        break;
      }
      if (dueNanos > nowNanos) {
        wire.flush();
        pace.await(dueNanos);
      }
      int length = calls.next(message, System.currentTimeMillis() * 1_000);
      weather.send(message, length);
      pace.counted();
      dueUs = calls.dueUs();
    }
    weather.release();
    wire.flush();
  }

  private static InetSocketAddress target(Flags flags) {
    String text = flags.text("--to", "");
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      throw new Flags.Mistake("--to: \"" + text + "\" is not HOST:PORT");
    }
    InetSocketAddress to =
        new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    boolean elsewhere = flags.has("--not-loopback");
    if (to.isUnresolved()) {
      throw new Flags.Mistake("--to: no address is known for " + to.getHostString());
    }
    if (!to.getAddress().isLoopbackAddress() && !elsewhere) {
      throw new Flags.Mistake("--to: " + text + " is another host; see --not-loopback");
    }
    return to;
  }
}
