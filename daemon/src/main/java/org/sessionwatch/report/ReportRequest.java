package org.sessionwatch.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param report which report
 * @param since from when on, as {@code sessionwatch.report_time} reads it; null: 7d
 * @param until until when, likewise; null: now
 * @param pbx only what this PBX heard first; null: all
 * @param call Call-ID, dialog_id, uniqueid or linkedid; null unless the report is about one call
 */
public record ReportRequest(
    Report report,
    @Nullable String since,
    @Nullable String until,
    @Nullable String pbx,
    @Nullable String call) {
  /** As in {@code sql/reports/parameters.psql}. */
  static final String DEFAULT_SINCE = "7d";

  static final String DEFAULT_UNTIL = "now";

  /**
   * Checks that the report can be limited like that.
   *
   * @throws ReportException when it cannot, or when it needs a call and none is named
   */
  public ReportRequest checked() throws ReportException {
    Map<String, @Nullable String> given = new LinkedHashMap<>();
    given.put("since", since);
    given.put("until", until);
    given.put("pbx", pbx);
    given.put("call", call);
    for (Map.Entry<String, @Nullable String> option : given.entrySet()) {
      if (option.getValue() != null && !report.limits().contains(option.getKey())) {
        throw new ReportException(
            "the report %s takes no --%s, but: %s"
                .formatted(
                    report.name(), option.getKey(), "--" + String.join(", --", report.limits())));
      }
    }
    if (report.limits().contains("call") && (call == null || call.isBlank())) {
      throw new ReportException(
          "the report %s needs --call with a Call-ID, dialog_id, uniqueid or linkedid"
              .formatted(report.name()));
    }
    return this;
  }
}
