package org.sessionwatch.config;

/** What a PBX is. */
public enum PbxKind {
  ASTERISK,
  KAMAILIO,
  OTHER
}
