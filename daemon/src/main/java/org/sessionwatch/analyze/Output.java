package org.sessionwatch.analyze;

/** Takes the verdicts in order, and at last the summary. */
interface Output {
  void dialog(DialogVerdict verdict);

  void summary(Summary summary);
}
