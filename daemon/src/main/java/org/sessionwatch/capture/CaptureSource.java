package org.sessionwatch.capture;

import org.jspecify.annotations.Nullable;

/**
 * Who told of a message.
 *
 * @param captureId HEP capture id, 0 to 2^32-1; 0 where there is none
 * @param nodeName HEP node name; null where there is none
 * @param address the address (no port) that the feed came from, or the name of the file
 */
public record CaptureSource(long captureId, @Nullable String nodeName, String address) {}
