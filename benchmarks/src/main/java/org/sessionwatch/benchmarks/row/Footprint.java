package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.peer.BareJvm;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.DaemonUnderTest;
import org.sessionwatch.benchmarks.process.ProcessTree;
import org.sessionwatch.benchmarks.process.ThreadTimes;

/**
 * Row 10: the installed daemon's start, memory and idleness against a JVM that loads the same
 * library classes and does nothing, with a class archive of its own.
 */
public final class Footprint implements Row {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int OPEN_CALLS = 1_000;
  private static final int FEED_SECONDS = 4;

  /**
   * What follows the load is not idleness: the JVM compiles what it has just run, the engine
   * forgets of each call after half a minute and a minute what copies might still have asked for,
   * and then native memory is given back.
   */
  private static final long REST_MS = 75_000;

  private static final int IDLE_SECONDS = 20;
  private static final int MESSAGES_A_CALL = 36;
  private static final Pattern LOADED = Pattern.compile("\\[class,load ?\\] (\\S+) source: ");
  private static final double MEGABYTE = 1 << 20;

  private static final Pattern TIME = Pattern.compile("(\\d+):(\\d+):(\\d+)\\.(\\d+) ");

  private record Print(
      double readySeconds, double residentMb, double anonymousMb, double idlePercent, String log) {}

  @Override
  public int number() {
    return 10;
  }

  @Override
  public String title() {
    return "start, memory and idle CPU against the bare JVM with the same libraries";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    Path installed = install(bench);
    Path classes = bench.work().resolve("classes");
    int count = listClasses(bench, installed, classes);
    List<String> bare = bareCommand(bench, installed, classes);
    List<Print> ours = new ArrayList<>();
    List<Print> theirs = new ArrayList<>();
    for (int round = 0; round < bench.options().rounds(); round++) {
      Print jvm = ofBareJvm(bench, bare);
      Print daemon = ofDaemon(bench, installed);
      bench.say(
          "ready in %.2f s and %.0f MB against %.2f s and %.0f MB; idle %.2f %%",
          daemon.readySeconds,
          daemon.residentMb,
          jvm.readySeconds,
          jvm.residentMb,
          daemon.idlePercent);
      ours.add(daemon);
      theirs.add(jvm);
      bench.holds(10, held(daemon, jvm));
    }
    return outcomes(ours, theirs, count);
  }

  private static String held(Print daemon, Print jvm) {
    double read = seconds(daemon.log, "configuration:");
    double stored = seconds(daemon.log, "Look into the history");
    double heard = seconds(daemon.log, "Hearing HEP");
    return String.format(
        Locale.ROOT,
        "in the last round %.2f s until the configuration was read (launcher, JVM, logging), %.2f s until sockets were open and the schema looked at,"
            + " %.2f s until open calls were read and all threads started; of the memory %.0f MB are heap and what libraries took, against %.0f;"
            + " the rest are files that are mapped. %s",
        daemon.readySeconds - (heard - read),
        stored - read,
        heard - stored,
        daemon.anonymousMb,
        jvm.anonymousMb,
        daemon.log.substring(daemon.log.lastIndexOf('\n') + 1));
  }

  /** When the line was logged, in seconds of its day. */
  private static double seconds(String log, String line) {
    Matcher time = TIME.matcher(log.substring(0, log.indexOf(line)));
    double found = 0;
    while (time.find()) {
      found =
          (Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2))) * 60
              + Double.parseDouble(time.group(3) + "." + time.group(4));
    }
    return found;
  }

  private static List<Outcome> outcomes(List<Print> ours, List<Print> theirs, int classes) {
    List<Double> ready = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ready.add(ours.get(i).readySeconds / theirs.get(i).readySeconds);
      resident.add(ours.get(i).residentMb / theirs.get(i).residentMb);
    }
    String peer = "a JVM that loads the same %d library classes".formatted(classes);
    return List.of(
        new Outcome(
            "ready ≤ 1.3 x the bare JVM with the same libraries",
            spread(ours, Print::readySeconds) + " s",
            spread(theirs, Print::readySeconds) + " s",
            ready,
            1.3,
            false,
            "nothing",
            peer
                + ", both with their class archives; ours with the launcher, the connection to PostgreSQL and the schema's check"),
        new Outcome(
            "RSS with %s open calls ≤ 1.3 x the same JVM".formatted(figure(OPEN_CALLS)),
            spread(ours, Print::residentMb) + " MB",
            spread(theirs, Print::residentMb) + " MB",
            resident,
            1.3,
            false,
            "nothing",
            "both at rest, the daemon 95 s after the last message; without PostgreSQL's processes"),
        new Outcome(
            "idle CPU with them < 0.5 % of a core",
            spread(ours, Print::idlePercent) + " %",
            "the clock",
            ours.stream().map(figures -> figures.idlePercent / 0.5).toList(),
            1,
            false,
            "nothing",
            "from 75 to 95 s after the last message: before, the JVM still compiles, and what is kept of each call for a minute is forgotten; the ratio is the percentage over 0.5"));
  }

  private static String spread(List<Print> figures, ToDoubleFunction<Print> figure) {
    return Spread.of(figures.stream().map(figure::applyAsDouble).toList()).text();
  }

  /** As a package would lay it out. */
  private static Path install(Bench bench) throws IOException {
    Path root = bench.directory("installed");
    Child install =
        Child.start(
            bench.work().resolve("install.log"),
            List.of(bench.options().home().resolve("systemd/install").toString()),
            "DESTDIR",
            root.toString());
    install.awaitEnd(Duration.ofMinutes(5));
    return root.resolve("usr/lib/sessionwatch");
  }

  private static DaemonUnderTest daemon(Bench bench, Path installed, List<String> options)
      throws Exception {
    bench.postgres().forget();
    return DaemonUnderTest.start(
        installed.resolve("sessionwatch"),
        bench.directory("daemon"),
        bench.postgres().settings(),
        Bench.freePort(),
        "",
        options);
  }

  /** The classes of libraries that a daemon has loaded after it has heard calls; how many. */
  private static int listClasses(Bench bench, Path installed, Path list) throws Exception {
    Path log = bench.work().resolve("class-load.log");
    try (DaemonUnderTest daemon =
        daemon(bench, installed, List.of("-Xlog:class+load:file=" + log + ":tags"))) {
      openCalls(bench, daemon.port());
      daemon.end();
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> names =
          lines
              .map(LOADED::matcher)
              .filter(Matcher::find)
              .map(found -> found.group(1))
              .filter(
                  name -> !name.contains("/") && !name.contains("$$") && !name.contains("$Proxy"))
              .filter(name -> !name.startsWith("org.sessionwatch."))
              .distinct()
              .toList();
      Files.write(list, names);
      return names.size();
    }
  }

  /** Archives hold what comes from jars alone, so the one class of ours is put into one. */
  private static List<String> bareCommand(Bench bench, Path installed, Path classes)
      throws IOException {
    Path jar = bench.work().resolve("bare.jar");
    String entry = BareJvm.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = BareJvm.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(java.util.Objects.requireNonNull(in).readAllBytes());
    }
    String libraries;
    try (Stream<Path> jars = Files.list(installed.resolve("lib"))) {
      libraries = jars.sorted().map(Path::toString).collect(Collectors.joining(":"));
    }
    Path archive = bench.work().resolve("bare.jsa");
    List<String> dump =
        command(jar + ":" + libraries, "-XX:ArchiveClassesAtExit=" + archive, classes);
    try (Child once = Child.start(bench.work().resolve("bare-dump.log"), dump)) {
      once.awaitPrinted("ready", LONGEST);
      once.endInput();
      once.awaitEnd(LONGEST);
    }
    return command(jar + ":" + libraries, "-XX:SharedArchiveFile=" + archive, classes);
  }

  private static List<String> command(String classPath, String option, Path classes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Bench.DAEMON_JVM);
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            option,
            "-cp",
            classPath,
            BareJvm.class.getName(),
            classes.toString()));
    return command;
  }

  private static Print ofBareJvm(Bench bench, List<String> command) {
    long start = System.nanoTime();
    try (Child jvm =
        Child.start(bench.work().resolve("bare.log"), command, "MALLOC_ARENA_MAX", "2")) {
      jvm.awaitPrinted("ready", LONGEST);
      double ready = (System.nanoTime() - start) / 1e9;
      Bench.rest(1_000);
      return new Print(
          ready,
          ProcessTree.residentBytes(jvm.pid()) / MEGABYTE,
          ProcessTree.anonymousBytes(jvm.pid()) / MEGABYTE,
          0,
          "");
    }
  }

  private static Print ofDaemon(Bench bench, Path installed) throws Exception {
    try (DaemonUnderTest daemon = daemon(bench, installed, List.of())) {
      openCalls(bench, daemon.port());
      Bench.rest(REST_MS);
      double cpu = daemon.cpuSeconds();
      ThreadTimes threads = ThreadTimes.of(daemon.pid());
      Bench.rest(IDLE_SECONDS * 1_000L);
      double idle = 100 * (daemon.cpuSeconds() - cpu) / IDLE_SECONDS;
      double resident = ProcessTree.residentBytes(daemon.pid()) / MEGABYTE;
      double anonymous = ProcessTree.anonymousBytes(daemon.pid()) / MEGABYTE;
      String whose = ThreadTimes.of(daemon.pid()).since(threads).text(IDLE_SECONDS);
      String log = daemon.log().strip() + "\nMicroseconds of CPU a second while idle: " + whose;
      daemon.end();
      return new Print(daemon.readySeconds(), resident, anonymous, idle, log);
    }
  }

  private static void openCalls(Bench bench, int port) {
    double rate = (double) OPEN_CALLS * MESSAGES_A_CALL / FEED_SECONDS;
    Load.send(bench.work(), "udp", port, FEED_SECONDS, rate, 0, bench.calls(OPEN_CALLS * 2), true);
  }
}
