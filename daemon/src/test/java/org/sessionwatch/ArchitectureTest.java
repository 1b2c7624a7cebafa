package org.sessionwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the table of rooms: which room may see which. */
@AnalyzeClasses(packages = "org.sessionwatch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule sip_sees_only_java = sees("sip", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule session_is_pure =
      sees(
          "session",
          "java.lang..",
          "java.util..",
          "java.time..",
          "java.net", // the value InetSocketAddress: nothing is looked up or opened
          "java.nio.charset..",
          "java.security..", // the digest that ids are made by
          room("sip"));

  @ArchTest static final ArchRule capture_sees_mina_and_sip = seesNoRoomBut("capture", "sip");

  @ArchTest static final ArchRule pbx_sees_its_clients = seesNoRoomBut("pbx");

  @ArchTest static final ArchRule store_sees_session_values = seesNoRoomBut("store", "session");

  @ArchTest static final ArchRule alert_sees_session_values = seesNoRoomBut("alert", "session");

  @ArchTest
  static final ArchRule report_reads_the_store = seesNoRoomBut("report", "store", "session");

  @ArchTest
  static final ArchRule analyze_is_the_engine_over_recordings =
      seesNoRoomBut("analyze", "capture", "sip", "session");

  @ArchTest
  static final ArchRule demo_is_a_recording_and_a_console =
      seesNoRoomBut("demo", "capture", "sip", "session");

  @ArchTest static final ArchRule config_sees_no_room = seesNoRoomBut("config");

  @ArchTest static final ArchRule time_sees_no_room = sees("time", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule rooms_are_free_of_cycles =
      slices().matching("org.sessionwatch.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_time_reads_the_clock =
      noClasses()
          .that()
          .resideOutsideOfPackage(room("time"))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule only_config_and_main_read_the_environment =
      noClasses()
          .that()
          .resideOutsideOfPackages(room("config"), "org.sessionwatch")
          .should()
          .callMethod(System.class, "getenv", String.class);

  private static String room(String name) {
    return "org.sessionwatch." + name + "..";
  }

  /** The room sees itself and the packages named, and nothing else. */
  private static ArchRule sees(String name, String... packages) {
    String[] allowed = java.util.Arrays.copyOf(packages, packages.length + 2);
    allowed[packages.length] = room(name);
    allowed[packages.length + 1] = "org.jspecify..";
    return noClasses()
        .that()
        .resideInAPackage(room(name))
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(allowed);
  }

  /** Of this project the room sees itself, the rooms named, and the values of config and time. */
  private static ArchRule seesNoRoomBut(String name, String... rooms) {
    java.util.Set<String> allowed = new java.util.HashSet<>(java.util.Set.of(rooms));
    allowed.addAll(java.util.List.of(name, "config", "time"));
    String[] others =
        java.util.stream.Stream.of(
                "capture", "sip", "session", "pbx", "flow", "store", "alert", "web", "config",
                "time", "cli", "analyze", "demo", "report")
            .filter(room -> !allowed.contains(room))
            .map(ArchitectureTest::room)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(room(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }
}
