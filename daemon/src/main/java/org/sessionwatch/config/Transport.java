package org.sessionwatch.config;

/** How HEP comes. */
public enum Transport {
  UDP,
  TCP,
  /** HEP in TLS over TCP, which agents call {@code heps} or {@code tls}. */
  TLS
}
