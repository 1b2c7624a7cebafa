package org.sessionwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code systemd/install} lays out below {@code DESTDIR}, with a launcher and jars that are
 * only names: whatever the documentation tells an administrator to take from there, is there.
 */
class InstallTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final int PATIENCE_S = 60;

  /** In the documentation and in the files that are installed themselves. */
  private static final Pattern NAMED =
      Pattern.compile("/usr/(?:lib|share/doc)/sessionwatch[\\w./-]*");

  @TempDir private Path directory;
  private Path source;
  private Path root;

  @BeforeEach
  void makeSource() throws IOException {
    source = Files.createDirectory(directory.resolve("source"));
    root = directory.resolve("root");
    for (String part :
        List.of("sql", "grafana", "systemd", "README.md", "CHANGELOG.md", "RATIONALE.md", ".ci")) {
      try (Stream<Path> files = files(TOP.resolve(part))) {
        for (Path file : files.toList()) {
          Path copy = source.resolve(TOP.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    Path build = Files.createDirectories(source.resolve("daemon/target/launch/current/lib"));
    Files.writeString(build.resolve("library.jar"), "");
    Files.writeString(build.resolveSibling("sessionwatch.jar"), "");
    Path launcher = source.resolve("sessionwatch");
    Files.writeString(launcher, "#!/bin/sh\nexit 0\n");
    Path systemd = source.resolve("systemd");
    for (Path program :
        List.of(launcher, systemd.resolve("install"), systemd.resolve("archive-classes"))) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void what_the_documentation_names_is_installed() throws Exception {
    install();
    Set<String> missing = new TreeSet<>();
    for (Path text : documentation()) {
      Matcher named = NAMED.matcher(Files.readString(text));
      while (named.find()) {
        String path = named.group().replaceFirst("[./]+$", "");
        if (!Files.exists(root.resolve(path.substring(1)))) {
          missing.add(text.getFileName() + ": " + path);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_report_is_installed_with_what_it_includes() throws Exception {
    install();
    Path installed = root.resolve("usr/lib/sessionwatch/sql/reports");
    for (String report : Files.readAllLines(TOP.resolve("sql/reports/list"))) {
      assertThat(installed.resolve(report + ".sql"))
          .hasSameTextualContentAs(TOP.resolve("sql/reports/" + report + ".sql"));
    }
    assertThat(installed.resolve("parameters.psql")).isRegularFile();
  }

  @Test
  void an_update_leaves_the_configuration_and_nothing_of_the_old_library() throws Exception {
    install();
    Path configuration = root.resolve("etc/sessionwatch/sessionwatch.toml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
        .isEqualTo("rw-r-----");
    Files.writeString(configuration, "# mine");
    Files.writeString(root.resolve("usr/lib/sessionwatch/lib/old.jar"), "");
    install();
    assertThat(configuration).hasContent("# mine");
    try (Stream<Path> libraries = Files.list(root.resolve("usr/lib/sessionwatch/lib"))) {
      assertThat(libraries)
          .extracting(jar -> jar.getFileName().toString())
          .containsExactly("library.jar");
    }
    try (Stream<Path> beside = Files.list(root.resolve("usr/lib"))) {
      assertThat(beside)
          .extracting(path -> path.getFileName().toString())
          .contains("sessionwatch")
          .doesNotContain("sessionwatch.new", "sessionwatch.old");
    }
  }

  private static List<Path> documentation() throws IOException {
    try (Stream<Path> texts =
        Stream.of("README.md", "docs", "sql", "grafana", "systemd")
            .map(TOP::resolve)
            .flatMap(InstallTest::files)) {
      return texts.toList();
    }
  }

  private static Stream<Path> files(Path from) {
    try {
      return Files.walk(from).filter(Files::isRegularFile);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void install() throws IOException, InterruptedException {
    Path said = directory.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(source.resolve("systemd/install").toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("DESTDIR", root.toString());
    Process process = builder.start();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said, StandardCharsets.UTF_8)).isZero();
  }
}
