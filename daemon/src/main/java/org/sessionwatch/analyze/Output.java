package org.sessionwatch.analyze;

/** Takes the dialogs' verdicts in order, then the PBXs', and at last the summary. */
interface Output {
  void dialog(DialogVerdict verdict);

  void pbx(PbxVerdict verdict);

  void summary(Summary summary);
}
