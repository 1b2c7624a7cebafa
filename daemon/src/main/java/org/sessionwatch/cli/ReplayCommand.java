package org.sessionwatch.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sessionwatch.config.Addresses;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code replay}. */
@Command(
    name = "replay",
    description =
        "Send a recording's HEP datagrams again, at their own pace and re-stamped to now.")
final class ReplayCommand implements Callable<Integer> {
  private final Bodies.Replayer replayer;
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "A pcap recording that holds HEP.")
  private Path file;

  @Option(
      names = "--to",
      paramLabel = "HOST:PORT",
      required = true,
      converter = Target.class,
      description = "Where to, like 127.0.0.1:9060 or [::1]:9060.")
  private InetSocketAddress to;

  ReplayCommand(Bodies.Replayer replayer, Console console) {
    this.replayer = replayer;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return replayer.replay(file, to, console.out());
  }

  /** Reads an address and port. */
  static final class Target implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      return Addresses.addressAndPort(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not an address and port, like 127.0.0.1:9060".formatted(text)));
    }
  }
}
