/**
 * Avaya Multimedia Messaging in the vocabulary of Avaya's Client SDK: a user has a {@link dev.confab.client.messaging.Messaging} service, which
 * has conversations, which have messages, which have attachments; each is one object that lives as long as its subject, and tells its changes.
 *
 * <p>For programs that were written for that SDK, in whatever language; what differs is in {@code docs/migrating-from-avaya-client-sdk.md}. It
 * stands on {@link dev.confab.client.AsyncMessagingClient}: messages are proved, what was missed is filled in, and drafts survive a restart.
 *
 * <p><b>Threads.</b> Every method may be called from any thread and none waits for the network. What takes time returns a future, which fails with
 * a {@code MessagingException}. Callbacks run one at a time for each subscription, in order, on the executor that was given; the newest is told,
 * and what was in between may be left out. Closing a subscription ends it.
 */
@NullMarked
package dev.confab.client.messaging;

import org.jspecify.annotations.NullMarked;
