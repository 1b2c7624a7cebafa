package org.sessionwatch.sip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages of RFC 4475, by the names that it gives them, in {@code torture/*.sip}.
 *
 * <p>The files are text in the RFC's own notation (its section 2), so that one can read them
 * whatever bytes they stand for: {@code <allOneLine>} joins the lines up to {@code </allOneLine>},
 * {@code <hex>} gives bytes in hexadecimal, {@code <repeat count=n>} repeats a text. Every line end
 * that is left stands for CR LF.
 */
public final class TortureMessages {
  private static final Path FOLDER = Path.of("src/test/resources/torture");
  private static final String SUFFIX = ".sip";
  private static final Pattern ONE_LINE =
      Pattern.compile("<allOneLine>\n(.*?)</allOneLine>", Pattern.DOTALL);
  private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>");
  private static final Pattern HEX = Pattern.compile("<hex>([0-9A-F]*)</hex>");

  private TortureMessages() {}

  /** All of them: the message's bytes by its name. */
  public static SortedMap<String, byte[]> all() {
    SortedMap<String, byte[]> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.forEach(file -> all.put(nameOf(file), bytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** The message of that name. */
  public static byte[] bytes(String name) {
    return bytes(FOLDER.resolve(name + SUFFIX));
  }

  private static byte[] bytes(Path file) {
    try {
      return wire(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands for these bytes in the RFC's notation, as it goes over the wire. */
  static byte[] wire(String notation) {
    String joined = ONE_LINE.matcher(notation).replaceAll(TortureMessages::joined);
    String repeated = REPEAT.matcher(joined).replaceAll(TortureMessages::repeated);
    String lines = repeated.replace("\n", "\r\n");
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    Matcher hex = HEX.matcher(lines);
    int done = 0;
    while (hex.find()) {
      wire.writeBytes(lines.substring(done, hex.start()).getBytes(StandardCharsets.UTF_8));
      wire.writeBytes(HexFormat.of().parseHex(hex.group(1)));
      done = hex.end();
    }
    wire.writeBytes(lines.substring(done).getBytes(StandardCharsets.UTF_8));
    return wire.toByteArray();
  }

  private static String joined(MatchResult lines) {
    return Matcher.quoteReplacement(lines.group(1).replace("\n", ""));
  }

  private static String repeated(MatchResult text) {
    return Matcher.quoteReplacement(text.group(2).repeat(Integer.parseInt(text.group(1))));
  }
}
