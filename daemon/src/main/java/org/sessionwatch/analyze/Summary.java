package org.sessionwatch.analyze;

import java.util.List;

/**
 * What was read and found.
 *
 * @param files files that could be read
 * @param messages SIP messages, mirrored ones and copies included
 * @param sipMessages those that no other capture point had told of before
 * @param duplicates the others
 * @param malformed messages that could not be read
 */
record Summary(
    int files,
    long messages,
    long sipMessages,
    long duplicates,
    long malformed,
    long dialogs,
    long refreshes,
    long alerts) {

  static Summary of(int files, Counts counts, Verdicts found) {
    List<DialogVerdict> verdicts = found.inOrder();
    long refreshes = 0;
    long alerts = 0;
    for (DialogVerdict verdict : verdicts) {
      refreshes += verdict.refreshes().size();
      alerts += verdict.alerts().size();
    }
    for (PbxVerdict verdict : found.pbxs()) {
      alerts += verdict.alerts().size();
    }
    return new Summary(
        files,
        counts.messages(),
        counts.messages() - counts.duplicates(),
        counts.duplicates(),
        counts.malformed(),
        verdicts.size(),
        refreshes,
        alerts);
  }

  /** What reading counted. */
  record Counts(long messages, long duplicates, long malformed) {}
}
