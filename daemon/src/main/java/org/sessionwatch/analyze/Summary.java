package org.sessionwatch.analyze;

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

  static Summary of(int files, Counts counts, Tally found) {
    return new Summary(
        files,
        counts.messages(),
        counts.messages() - counts.duplicates(),
        counts.duplicates(),
        counts.malformed(),
        found.dialogs(),
        found.refreshes(),
        found.alerts());
  }

  /** What reading counted. */
  record Counts(long messages, long duplicates, long malformed) {}
}
