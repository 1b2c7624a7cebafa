package org.sessionwatch.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is fuzzed, each with a corpus in {@code fuzz/} that goes by its name. */
enum FuzzTarget {
  SIP(SipFuzz.class, SipFuzz::fuzzerTestOneInput, 4_096),
  HEP(HepFuzz.class, HepFuzz::fuzzerTestOneInput, 4_096),
  RECORDING(RecordingFuzz.class, RecordingFuzz::fuzzerTestOneInput, 8_192),
  STREAM(StreamFuzz.class, StreamFuzz::fuzzerTestOneInput, 8_192);

  private final Class<?> type;
  private final Consumer<byte[]> once;
  private final int longest;

  FuzzTarget(Class<?> type, Consumer<byte[]> once, int longest) {
    this.type = type;
    this.once = once;
    this.longest = longest;
  }

  /** Name of the class that Jazzer is to call. */
  String className() {
    return type.getName();
  }

  /** Bytes of an input at most. */
  int longest() {
    return longest;
  }

  /** Tries one input; throws where it finds something. */
  void run(byte[] input) {
    once.accept(input);
  }

  /** The committed corpus. */
  Path corpus() {
    return Path.of("src/test/resources/fuzz", name().toLowerCase(java.util.Locale.ROOT));
  }

  /** The committed inputs. */
  List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.list(corpus())) {
      return files.sorted().toList();
    }
  }
}
