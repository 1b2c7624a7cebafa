package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running Asterisk and Kamailio, both mirroring over HEP, and a capture of all that they say.
 * Everything it writes stays in {@link #run()}. Used by one thread.
 */
final class Lab implements AutoCloseable {
  /** The name and the secret by which the daemon logs in to Asterisk. */
  static final String AMI_USER = "sessionwatch";

  static final String AMI_SECRET = "lab-secret";

  /** The key that both PBXs put into their HEP. */
  static final String HEP_KEY = "lab-key";

  /** The HEP capture ids, as in lab/asterisk/hep.conf and lab/kamailio/kamailio.cfg. */
  static final long ASTERISK_CAPTURE_ID = 2001;

  static final long KAMAILIO_CAPTURE_ID = 2002;

  private static final Duration PREPARE = Duration.ofMinutes(20);

  private final Path directory;
  private final Path run;
  private final LabPorts ports;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final HepRelay relay;
  private @Nullable LabProcess capture;

  private Lab(Path directory, Path run, LabPorts ports) {
    this.directory = directory;
    this.run = run;
    this.ports = ports;
    this.relay = HepRelay.start(ports.relay(), ports.daemon(), Story.BYE_LOST.callId());
    started.push(relay);
  }

  /** Prepares the programs if need be, starts them and waits until they work. */
  static Lab start() {
    Path directory = Path.of("").toAbsolutePath();
    try {
      Path target = Files.createDirectories(directory.resolve("target"));
      Lab lab = new Lab(directory, Files.createTempDirectory(target, "run-"), LabPorts.pick());
      try {
        lab.startAll();
        return lab;
      } catch (IOException | RuntimeException | Error e) {
        lab.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LabPorts ports() {
    return ports;
  }

  /** Where logs, SIPp's messages and the capture are, also after a failed run. */
  Path run() {
    return run;
  }

  /** The capture: the SIP of both PBXs and the HEP that the daemon gets. */
  Path capture() {
    return run.resolve("lab.pcap");
  }

  /** Ends the capture, so that its file is whole. */
  void endCapture() {
    if (capture != null) {
      capture.close();
    }
  }

  /**
   * Plays all stories side by side and waits for their end; fails unless each went as its scenario
   * says.
   */
  void play(Story... stories) {
    LabProcess callee = start("callee", Story.callee(ports));
    Map<Story, LabProcess> callers = new EnumMap<>(Story.class);
    for (Story story : stories) {
      callers.put(story, start(story.slug(), story.caller(ports)));
    }
    List<String> failed = new ArrayList<>();
    callers.forEach(
        (story, caller) -> {
          if (caller.awaitExit(Story.LONGEST) != 0) {
            failed.add(story.slug());
          }
        });
    if (callers.containsKey(Story.TWO_LEGS) && callee.awaitExit(Story.LONGEST) != 0) {
      failed.add("callee");
    }
    if (!failed.isEmpty()) {
      throw new AssertionError("not as their scenario says: " + failed + "; see " + run + "/sipp");
    }
  }

  private void startAll() throws IOException {
    Files.writeString(run.resolve("settings"), settings(prepare()));
    LabProcess tcpdump = start("capture", List.of("capture", "lab.pcap", captureFilter()));
    LabProcess asterisk = start("asterisk", List.of("asterisk"));
    LabProcess kamailio = start("kamailio", List.of("kamailio"));
    tcpdump.awaitOutput("listening on lo");
    capture = tcpdump;
    asterisk.awaitOutput("Asterisk Ready.");
    kamailio.awaitPort(ports.kamailioRpc());
  }

  /** How many HEP datagrams the relay has withheld. */
  int lostDatagrams() {
    return relay.lost();
  }

  private LabProcess start(String name, List<String> part) {
    LabProcess process = LabProcess.start(directory, run, name, part);
    started.push(process);
    return process;
  }

  private Path prepare() throws IOException {
    Process process =
        new ProcessBuilder(directory.resolve("prepare").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String root = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      if (!process.waitFor(PREPARE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("lab/prepare failed; it says above why");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in lab/prepare", e);
    }
    return Path.of(root);
  }

  private String settings(Path root) {
    return """
        ROOT=%s
        ASTERISK_SIP_PORT=%d
        AMI_PORT=%d
        AMI_SECRET=%s
        KAMAILIO_SIP_PORT=%d
        KAMAILIO_RPC_PORT=%d
        CALLEE_PORT=%d
        ASTERISK_HEP_PORT=%d
        KAMAILIO_HEP_PORT=%d
        HEP_PASSWORD=%s
        """
        .formatted(
            root,
            ports.asteriskSip(),
            ports.ami(),
            AMI_SECRET,
            ports.kamailioSip(),
            ports.kamailioRpc(),
            ports.callee(),
            ports.relay(),
            ports.daemon(),
            HEP_KEY);
  }

  /** Not the HEP on its way to the relay: the daemon does not get all of it. */
  private String captureFilter() {
    return "udp port %d or udp port %d or udp dst port %d"
        .formatted(ports.asteriskSip(), ports.kamailioSip(), ports.daemon());
  }

  /** Stops all, also when stopping one fails. */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception | AssertionError e) {
        if (failure == null) {
          failure = new IllegalStateException("the lab could not be stopped; see " + run);
        }
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
