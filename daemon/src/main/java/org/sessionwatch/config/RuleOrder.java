package org.sessionwatch.config;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Warns of rules of a PBX that no message ever reaches, because one above fits all of them. */
final class RuleOrder {
  private final List<PbxSettings> pbxs;
  private final Problems problems;

  private RuleOrder(List<PbxSettings> pbxs, Problems problems) {
    this.pbxs = pbxs;
    this.problems = problems;
  }

  static void check(List<PbxSettings> pbxs, Problems problems) {
    RuleOrder order = new RuleOrder(pbxs, problems);
    for (int later = 1; later < pbxs.size(); later++) {
      order.check(later, "node_names", PbxRules::nodeNames, (a, b) -> a.matches(b.text()));
      order.check(later, "addresses", PbxRules::addresses, SipAddress::covers);
      order.check(later, "sip_addresses", PbxRules::sipAddresses, SipAddress::covers);
    }
  }

  private <T> void check(
      int later, String key, Function<PbxRules, List<T>> rules, BiPredicate<T, T> covers) {
    for (T rule : rules.apply(pbxs.get(later).rules())) {
      for (PbxSettings before : pbxs.subList(0, later)) {
        for (T wider : rules.apply(before.rules())) {
          if (covers.test(wider, rule)) {
            problems.warn(
                "pbx[" + later + "]." + key,
                "%s is never reached: %s of [[pbx]] \"%s\", which stands before it, fits too"
                    .formatted(rule, wider, before.name()));
          }
        }
      }
    }
  }
}
