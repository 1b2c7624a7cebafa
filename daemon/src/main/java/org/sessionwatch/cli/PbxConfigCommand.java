package org.sessionwatch.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pbx-config}. */
@Command(
    name = "pbx-config",
    description = {
      "Print what to paste into the PBX so that it mirrors its SIP here, with the addresses, capture"
          + " ids and keys of the configuration.",
      "live: what lets the service look at a network interface's packets, for PBXs that cannot"
          + " mirror.",
      "The output holds the keys: do not publish it."
    })
final class PbxConfigCommand implements Callable<Integer> {
  private final SettingsReader reader;
  private final Console console;

  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "asterisk|kamailio|live", description = "Which PBX.")
  private Product product;

  @Option(
      names = "--pbx",
      paramLabel = "NAME",
      description = "Only for the [[pbx]] of this name. Default: all of the kind.")
  private @Nullable String name;

  /** What can be advised on. */
  enum Product {
    ASTERISK,
    KAMAILIO,
    LIVE
  }

  PbxConfigCommand(SettingsReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = config.load(reader).settings();
    if (product == Product.LIVE) {
      console.out().print(LiveAdvice.text(settings.live()));
      return ExitCode.OK.number();
    }
    PbxKind kind = product == Product.ASTERISK ? PbxKind.ASTERISK : PbxKind.KAMAILIO;
    List<PbxSettings> pbxs =
        settings.pbxs().stream()
            .filter(pbx -> pbx.kind() == kind && (name == null || pbx.name().equals(name)))
            .toList();
    if (pbxs.isEmpty() && name != null) {
      throw new CommandFailure(
          ExitCode.INPUT, "the configuration has no [[pbx]] of this kind named \"" + name + "\"");
    }
    if (pbxs.isEmpty()) {
      console.out().print(advise(settings, null));
    }
    pbxs.forEach(pbx -> console.out().print(advise(settings, pbx)));
    return ExitCode.OK.number();
  }

  private String advise(Settings settings, @Nullable PbxSettings pbx) {
    PbxKind kind = product == Product.ASTERISK ? PbxKind.ASTERISK : PbxKind.KAMAILIO;
    MirrorTarget target = MirrorTarget.of(settings, kind, pbx);
    return product == Product.ASTERISK
        ? AsteriskAdvice.text(target, pbx)
        : KamailioAdvice.text(target, pbx);
  }
}
