package org.sessionwatch.capture.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.sessionwatch.capture.NetworkOrder;
import org.sessionwatch.capture.pcap.PcapReader;
import org.sessionwatch.capture.pcap.PcapngReader;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.capture.trace.AsteriskTrace;
import org.sessionwatch.capture.trace.GrandstreamTrace;

/** Opens recordings of any kind. The content tells the kind, not the name. */
public final class Recordings {
  /** As an argument: standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final int GZIP = 0x1f8b0000;

  private Recordings() {}

  /**
   * Opens what a command line names: a file, or {@code -} for standard input.
   *
   * @throws RecordingException when it cannot be read or is no recording of a known kind
   */
  public static RecordingReader open(String argument, InputStream standardInput)
      throws RecordingException {
    return open(argument, standardInput, read -> {});
  }

  /**
   * The same, and tells how it goes on.
   *
   * @param onRead is told each time how many bytes were read
   * @throws RecordingException when it cannot be read or is no recording of a known kind
   */
  public static RecordingReader open(
      String argument, InputStream standardInput, LongConsumer onRead) throws RecordingException {
    if (argument.equals(STANDARD_INPUT)) {
      return open(new CountedInput(standardInput, onRead), "standard input");
    }
    try {
      return open(Path.of(argument), onRead);
    } catch (InvalidPathException e) {
      throw new RecordingException(argument, "is no file name: " + e.getReason(), e);
    }
  }

  /**
   * Opens a file.
   *
   * @throws RecordingException when it cannot be read or is no recording of a known kind
   */
  public static RecordingReader open(Path file) throws RecordingException {
    return open(file, read -> {});
  }

  private static RecordingReader open(Path file, LongConsumer onRead) throws RecordingException {
    if (Files.isDirectory(file)) {
      throw new RecordingException(file.toString(), "is a directory; give the files in it");
    }
    try {
      return open(new CountedInput(Files.newInputStream(file), onRead), file.toString());
    } catch (NoSuchFileException e) {
      throw new RecordingException(file.toString(), "no such file", e);
    } catch (AccessDeniedException e) {
      throw new RecordingException(file.toString(), "not readable for this user", e);
    } catch (RecordingException e) {
      throw e;
    } catch (IOException e) {
      throw new RecordingException(file.toString(), "cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * How many bytes reading what a command line names will take; empty where that is not known: for
   * standard input, a pipe, or what cannot be read.
   */
  public static OptionalLong size(String argument) {
    try {
      Path file = Path.of(argument);
      return !argument.equals(STANDARD_INPUT) && Files.isRegularFile(file)
          ? OptionalLong.of(Files.size(file))
          : OptionalLong.empty();
    } catch (InvalidPathException | IOException e) {
      return OptionalLong.empty(); // opening it will say why
    }
  }

  /**
   * Reads a stream, which the reader closes.
   *
   * @param name of the recording, for messages
   * @throws RecordingException when it cannot be read or is no recording of a known kind
   */
  public static RecordingReader open(InputStream in, String name) throws RecordingException {
    ByteFeed feed = new ByteFeed(in, name);
    try {
      return recognise(feed);
    } catch (RecordingException e) {
      feed.close();
      throw e;
    }
  }

  private static RecordingReader recognise(ByteFeed feed) throws RecordingException {
    int width = feed.fill(Integer.BYTES);
    if (width == 0) {
      throw new RecordingException(feed.name(), "is empty");
    }
    if (width >= Integer.BYTES) {
      int magic = NetworkOrder.bits32(feed.bytes(), feed.at());
      if (PcapReader.recognises(magic)) {
        return PcapReader.open(feed);
      }
      if (PcapngReader.recognises(magic)) {
        return PcapngReader.open(feed);
      }
      if ((magic & 0xffff0000) == GZIP) {
        throw new RecordingException(feed.name(), "is compressed; unpack it with gunzip first");
      }
    }
    if (GrandstreamTrace.recognises(feed)) {
      return new GrandstreamTrace(feed);
    }
    if (AsteriskTrace.recognises(feed)) {
      return new AsteriskTrace(feed);
    }
    throw new RecordingException(
        feed.name(),
        "neither a pcap or pcapng capture nor a SIP trace that can be read (from byte 0 on)");
  }
}
