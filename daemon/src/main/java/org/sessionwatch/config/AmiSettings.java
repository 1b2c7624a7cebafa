package org.sessionwatch.config;

/**
 * {@code [pbx.ami]}: Asterisk's manager interface.
 *
 * @param host name or address
 * @param port TCP port, 1 to 65535; Asterisk's default is 5038
 * @param user manager user
 * @param secret its secret
 */
public record AmiSettings(String host, int port, String user, Secret secret) {
  /** Refuses values outside their ranges. */
  public AmiSettings {
    Check.notBlank("host", host);
    Check.range("port", port, 1, 65535);
    Check.notBlank("user", user);
  }
}
