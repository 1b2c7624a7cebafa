package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running Asterisk and Kamailio, both mirroring over HEP, and captures of all that they say.
 * Everything it writes stays in {@link #run()}. Used by one thread.
 */
final class Lab implements AutoCloseable {
  /** By which the daemon logs in to Asterisk. */
  private static final String AMI_USER = "sessionwatch";

  private static final String AMI_SECRET = "lab-secret";

  /** The key that both PBXs put into their HEP. */
  private static final String HEP_KEY = "lab-key";

  private static final String TEST_RESOURCES = "daemon/src/test/resources/";

  private static final Duration PREPARE = Duration.ofMinutes(20);

  private final Path directory;
  private final Path run;
  private final LabPorts ports;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final HepRelay relay;
  private final List<LabProcess> captures = new ArrayList<>();

  private Lab(Path directory, Path run, LabPorts ports) {
    this.directory = directory;
    this.run = run;
    this.ports = ports;
    List<Integer> listeners = List.of(ports.daemon(), ports.restarted());
    this.relay = HepRelay.start(ports.relay(), listeners, ports.senders(), Story.BYE_LOST.callId());
    started.push(relay);
  }

  /** Prepares the programs if need be, starts them and waits until they work. */
  static Lab start() {
    Path directory = Path.of("").toAbsolutePath();
    try {
      Path target = Files.createDirectories(directory.resolve("target"));
      goFirst();
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

  /** The capture of the SIP that both PBXs send and get. */
  Path wire() {
    return run.resolve("wire.pcap");
  }

  /** The capture of the HEP that the daemon gets. */
  Path heard() {
    return run.resolve("heard.pcap");
  }

  /** The capture of the SIP that passes through the {@link Sender}s' Kamailios. */
  Path mirrored() {
    return run.resolve("mirrored.pcap");
  }

  /** A recording that is committed, to be sent once more. */
  Path phones() {
    return stacks().resolve("phones.pcap");
  }

  /** Where recordings of real stacks are committed. */
  Path stacks() {
    return directory.resolveSibling(TEST_RESOURCES + "captures/stacks");
  }

  /** A file of the project's, by its path from the top. */
  Path file(String path) {
    return directory.resolveSibling(path);
  }

  /** Ends the captures, so that their files are whole. */
  void endCaptures() {
    captures.forEach(LabProcess::close);
  }

  /** The daemon's command line, installed in a folder of the run's own. */
  Path sessionwatch() {
    return run.resolve("installed/sessionwatch");
  }

  /**
   * Plays all stories side by side and waits for their end; fails unless each went as its scenario
   * says.
   *
   * @param meanwhile done as soon as they have begun
   */
  void play(Runnable meanwhile, Story... stories) {
    LabProcess callee = start("callee", Story.callee(ports));
    Map<Story, LabProcess> callers = new EnumMap<>(Story.class);
    for (Story story : stories) {
      callers.put(story, start(story.slug(), story.caller(ports)));
    }
    meanwhile.run();
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

  /**
   * What else a busy machine does must not be taken for the lateness of what is tested: this JVM,
   * and what it starts, go first. Where that is not allowed they take their turn.
   */
  private static void goFirst() throws IOException {
    String threads = "/proc/%d/task".formatted(ProcessHandle.current().pid());
    Process renice =
        new ProcessBuilder("sh", "-c", "renice -n -10 -p $(ls " + threads + ")")
            .redirectErrorStream(true)
            .start();
    renice.getInputStream().readAllBytes();
  }

  private void startAll() throws IOException {
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx--x--x"));
    Installation.make(directory.resolveSibling("sessionwatch"), sessionwatch());
    Files.writeString(run.resolve("settings"), settings(prepare(), ports));
    prepare("bullseye"); // for chan_sip
    capture(
        wire(), "udp port %d or udp port %d".formatted(ports.asteriskSip(), ports.kamailioSip()));
    // Not the HEP on its way to the relay: the daemon does not get all of it.
    capture(heard(), "udp dst port " + ports.daemon());
    // Not what is mirrored over UDP, which goes from the same ports.
    capture(
        mirrored(),
        "(udp port %d or udp port %d or udp port %d) and not udp port %d"
            .formatted(ports.mirrorSip(), ports.mirrorSix1(), ports.mirrorSix2(), ports.senders()));
    LabProcess asterisk = start("asterisk", List.of("asterisk"));
    LabProcess kamailio = start("kamailio", List.of("kamailio"));
    captures.forEach(capture -> capture.awaitOutput("listening on lo"));
    asterisk.awaitOutput("Asterisk Ready.");
    kamailio.awaitPort("127.0.0.1", ports.kamailioRpc());
  }

  private void capture(Path file, String filter) {
    String name = file.getFileName().toString();
    captures.add(start(name, List.of("capture", name, filter)));
  }

  /**
   * Starts a daemon with a configuration and a database of its own.
   *
   * @param name of its directory and its logs
   * @param hepPort where it hears the PBXs
   * @param transport of its OPTIONS, udp or tcp
   */
  Watcher watch(String name, int hepPort, String transport) {
    return watch(
        name, List.of("daemon", name, String.valueOf(hepPort), transport), Watcher.BOTH_REACHED);
  }

  /** Starts a daemon that hears no HEP, but looks at the packets of both PBXs on loopback. */
  Watcher watchPackets(String name) {
    return watch(
        name,
        List.of("daemon", name, String.valueOf(ports.packets()), "udp", "packets"),
        Watcher.BOTH_REACHED);
  }

  /** Starts a daemon that looks at chan_sip's packets on loopback. */
  Watcher watchChanSip(String name) {
    return watch(
        name,
        List.of("daemon", name, String.valueOf(ports.chanSip()), "udp", "chan-sip"),
        Watcher.LISTENING);
  }

  /** Starts a daemon that hears each {@link Sender}, and both PBXs with {@link SkewedClocks}. */
  Watcher watchSenders(String name) {
    return watch(
        name,
        List.of("daemon", name, String.valueOf(ports.senders()), "udp", "senders"),
        Watcher.LISTENING);
  }

  private Watcher watch(String name, List<String> part, List<String> ready) {
    return watch(run, name, part, ready);
  }

  private Watcher watch(Path folder, String name, List<String> part, List<String> ready) {
    Watcher watcher = new Watcher(directory, folder, name, part, ready);
    started.push(watcher);
    return watcher;
  }

  /** Makes a folder in that of the run for programs beside the lab's own, on ports of their own. */
  Path beside(String name, LabPorts ports) throws IOException {
    Path folder = Files.createDirectory(run.resolve(name));
    Files.writeString(folder.resolve("settings"), settings(prepare(), ports));
    return folder;
  }

  /** Starts the daemon of {@link CallRecords} in a folder that was made {@link #beside}. */
  Watcher watchRecords(Path folder, String name, LabPorts ports) {
    return watch(
        folder,
        name,
        List.of("daemon", name, String.valueOf(ports.relay()), "udp", "records"),
        Watcher.LISTENING);
  }

  /** Starts the daemon of {@link StrippedCall} in a folder that was made {@link #beside}. */
  Watcher watchStripped(Path folder, String name, LabPorts ports) {
    return watch(
        folder,
        name,
        List.of("daemon", name, String.valueOf(ports.daemon()), "udp", "stripped"),
        Watcher.LISTENING);
  }

  /** Listens to Asterisk's manager interface, to be closed by the caller. */
  AmiTap tapAmi() throws IOException {
    return new AmiTap(ports.ami(), AMI_USER, AMI_SECRET);
  }

  /** How many HEP datagrams the relay has withheld. */
  int lostDatagrams() {
    return relay.lost();
  }

  /** Starts a program by what lab/start takes; it ends with the lab if not before. */
  LabProcess start(String name, List<String> part) {
    return start(run, name, part);
  }

  /** The same in a folder that was made {@link #beside}. */
  LabProcess start(Path folder, String name, List<String> part) {
    LabProcess process = LabProcess.start(directory, folder, name, part);
    started.push(process);
    return process;
  }

  private Path prepare(String... suite) throws IOException {
    Process process =
        new ProcessBuilder(
                Story.joined(List.of(directory.resolve("prepare").toString()), List.of(suite)))
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

  private String settings(Path root, LabPorts ports) {
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
        SESSIONWATCH=%s
        SENDERS_TCP_PORT=%d
        SENDERS_TLS_PORT=%d
        SENDERS_STUNNEL_PORT=%d
        MIRROR_SIP_PORT=%d
        PHONE_PORT=%d
        TLS=%s
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
            ports.relay(),
            HEP_KEY,
            sessionwatch(),
            ports.sendersTcp(),
            ports.sendersTls(),
            ports.stunnel(),
            ports.mirrorSip(),
            ports.phone(),
            directory.resolveSibling(TEST_RESOURCES + "tls"));
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
