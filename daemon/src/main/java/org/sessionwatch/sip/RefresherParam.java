package org.sessionwatch.sip;

/**
 * The {@code refresher} parameter of Session-Expires, in the roles of its own transaction: {@code
 * uac} is the sender of this request (rule R13).
 */
public enum RefresherParam {
  UAC,
  UAS,
  /** No such parameter. */
  ABSENT
}
