package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * One side of a dialog as its messages show it.
 *
 * @param tag its tag
 * @param uri its URI from From or To, without display name and parameters outside the URI
 * @param userAgent the latest User-Agent or Server value it sent; null when it sent none
 * @param supportsTimer whether its latest request or 2xx listed {@code timer} in Supported; null
 *     when unknown
 * @param allowsUpdate whether its latest Allow listed UPDATE; null when it sent none
 */
public record Party(
    String tag,
    String uri,
    @Nullable String userAgent,
    @Nullable Boolean supportsTimer,
    @Nullable Boolean allowsUpdate) {}
