package org.sessionwatch.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code [alert.webhook]}: where alerts are posted as JSON.
 *
 * @param url http or https
 * @param bearerToken sent as {@code Authorization: Bearer}; null for none
 * @param timeout of one attempt
 * @param giveUpAfter how long an alert that cannot be delivered is tried again
 */
public record WebhookSettings(
    URI url, @Nullable Secret bearerToken, Duration timeout, Duration giveUpAfter) {}
