package org.sessionwatch.config;

/** Whether whoever connects over TLS has to show who it is. */
public enum ClientCertificate {
  /** Not asked for. */
  NONE,
  /** Asked for; one that is shown has to be good. */
  OPTIONAL,
  /** Who shows no good one is not heard. */
  REQUIRED
}
