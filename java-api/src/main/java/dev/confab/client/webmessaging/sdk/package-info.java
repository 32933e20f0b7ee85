/**
 * Genesys Cloud Web Messaging in the vocabulary of Genesys' Java SDK: frames out, typed events in. For programs that were written for that SDK:
 * replace {@code cloud.genesys.webmessaging.sdk} by the name of this package; what differs is in {@code
 * docs/migrating-from-web-messaging-sdk.md}.
 *
 * <p>A new program is better off with {@link dev.confab.client.AsyncMessagingClient}, which proves every message and fills in what was missed.
 */
@NullMarked
package dev.confab.client.webmessaging.sdk;

import org.jspecify.annotations.NullMarked;
