package org.sessionwatch.session;

/**
 * A PBX's own setting by which each call of an endpoint has a session timer.
 *
 * @param pbx name of the PBX
 * @param endpoint its name there
 * @param setting as it is written there, such as {@code timers=always}
 */
public record ExpectedTimer(String pbx, String endpoint, String setting) {}
